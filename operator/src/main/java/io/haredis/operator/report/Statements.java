package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.HandFence;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.inventory.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the conditions say. Pure. */
final class Statements {
    private Statements() {}

    /** All but {@code ConfigurationAccepted}, which the keeper of the objects states. */
    static List<Statement> of(Seen seen) {
        List<Statement> all = new ArrayList<>();
        Statement master = masterAvailable(seen);
        Statement replication = replicationHealthy(seen);
        all.add(ready(seen, master));
        all.add(master);
        all.add(replication);
        all.add(dataAtRisk(seen));
        nodesFenced(seen).ifPresent(all::add);
        if (seen.decision().verdict() == Verdict.SERVER_TOO_OLD) {
            all.add(new Statement(
                    Condition.SERVER_TOO_OLD,
                    Statement.TRUE,
                    "ServerTooOld",
                    seen.decision().sentence()));
        }
        return all;
    }

    private static Statement ready(Seen seen, Statement master) {
        if (!master.status().equals(Statement.TRUE)) {
            return new Statement(Condition.READY, Statement.FALSE, master.reason(), master.message());
        }
        List<String> failing = Nodes.failingToWriteDisk(seen);
        if (seen.record() != null && failing.contains(seen.record().holder())) {
            return new Statement(
                    Condition.READY,
                    Statement.FALSE,
                    "DiskFailed",
                    seen.record().holder()
                            + " refuses writes (MISCONF): its last write to disk failed. Free space on its "
                            + "volume or enlarge it; it goes on by itself.");
        }
        if (Nodes.isMasterClosed(seen)) {
            return new Statement(
                    Condition.READY,
                    Statement.FALSE,
                    "MasterClosed",
                    "The master was promoted and takes no writes before the operator has seen that nothing in that failed.");
        }
        int needed = needed(seen);
        List<String> inSync = Nodes.inSync(seen);
        if (inSync.size() < needed) {
            return new Statement(
                    Condition.READY,
                    Statement.FALSE,
                    "TooFewReplicas",
                    inSync.size() + " of the " + needed + " replicas that the master needs for writes follow it."
                            + obstacles(seen));
        }
        return new Statement(Condition.READY, Statement.TRUE, "MasterServes", master.message());
    }

    private static int needed(Seen seen) {
        MasterRecord record = seen.record();
        Integer wanted = seen.around().cluster().getSpec().minReplicasToWrite();
        return wanted != null ? wanted : record == null ? 0 : record.k();
    }

    private static Statement masterAvailable(Seen seen) {
        Decision decision = seen.decision();
        String type = Condition.MASTER_AVAILABLE;
        String sentence = withObstacles(decision.sentence(), seen);
        return switch (decision.verdict()) {
            case REIGNS -> new Statement(type, Statement.TRUE, "MasterReigns", reigns(seen));
            case SUSPECT -> new Statement(type, Statement.UNKNOWN, "MasterSilent", sentence);
            case UNREACHABLE_BY_OPERATOR ->
                new Statement(type, Statement.UNKNOWN, "MasterUnreachableByOperator", sentence);
            case UNWELL -> new Statement(type, Statement.FALSE, "MasterUnwell", sentence);
            case STARTING -> new Statement(type, Statement.FALSE, "Starting", sentence);
            case LOST -> new Statement(type, Statement.FALSE, "MasterLost", sentence);
            case UNKNOWN -> new Statement(type, Statement.FALSE, "NoMajority", sentence);
            case AT_RISK -> new Statement(type, Statement.FALSE, "DataAtRisk", sentence);
            case SERVER_TOO_OLD -> new Statement(type, Statement.FALSE, "ServerTooOld", sentence);
        };
    }

    /** Without the numbers that change at each pass. */
    private static String reigns(Seen seen) {
        MasterRecord record = seen.record();
        return record == null
                ? seen.decision().sentence()
                : record.holder() + " is master in epoch " + record.epoch() + ".";
    }

    private static Statement replicationHealthy(Seen seen) {
        String type = Condition.REPLICATION_HEALTHY;
        if (seen.record() == null) {
            return new Statement(type, Statement.UNKNOWN, "NoMaster", "There is no master to follow yet.");
        }
        List<String> missing = Nodes.missing(seen);
        int wanted = Math.max(0, seen.around().wanted().size() - 1);
        String leaving = Leaving.sentence(seen);
        String aside =
                seen.decision().aside().isEmpty() ? "" : " " + seen.decision().aside() + ".";
        if (missing.isEmpty() && !leaving.isEmpty()) {
            return new Statement(type, Statement.FALSE, "NodesLeaving", leaving + aside + obstacles(seen));
        }
        if (missing.isEmpty() && !aside.isEmpty()) {
            return new Statement(type, Statement.FALSE, "NodeLeftAlone", aside.strip());
        }
        if (missing.isEmpty()) {
            String all = wanted == 0 ? "A single node has no replicas." : "All " + wanted + " replicas follow.";
            return new Statement(type, Statement.TRUE, "AllFollow", all);
        }
        String sentence = "Not in sync with the master: " + String.join(", ", missing) + "."
                + (leaving.isEmpty() ? "" : " " + leaving);
        return new Statement(type, Statement.FALSE, "ReplicasMissing", sentence + aside + obstacles(seen));
    }

    private static Statement dataAtRisk(Seen seen) {
        String type = Condition.DATA_AT_RISK;
        if (seen.decision().verdict() == Verdict.AT_RISK) {
            return new Statement(
                    type, Statement.TRUE, "DataAtRisk", seen.decision().sentence());
        }
        Requests requests = Policies.requests(seen.around().cluster());
        MasterRecord record = seen.record();
        String futile = requests.voidAcceptance(record).orElse(null);
        if (futile != null) {
            return new Statement(type, Statement.FALSE, "AcceptanceVoid", futile + ". Remove the annotation.");
        }
        return record != null && requests.acceptsLossIn(record.epoch())
                ? new Statement(
                        type,
                        Statement.FALSE,
                        "LossAccepted",
                        "The next election may lose data, " + Requests.ACCEPT_DATA_LOSS + " accepts it.")
                : new Statement(type, Statement.FALSE, "NoRisk", "No choice would lose data.");
    }

    private static Optional<Statement> nodesFenced(Seen seen) {
        MasterRecord record = seen.record();
        boolean moves = seen.decision().verdict() != Verdict.REIGNS
                || seen.decision().actions().stream().anyMatch(Action::isChangeOfMaster);
        return HandFence.said(
                        Policies.requests(seen.around().cluster()),
                        seen.around().wanted(),
                        record == null ? "" : record.holder(),
                        moves)
                .map(s -> new Statement(Condition.NODES_FENCED, Statement.TRUE, s.reason(), s.sentence() + "."));
    }

    private static String withObstacles(String sentence, Seen seen) {
        String obstacles = obstacles(seen);
        boolean ends = obstacles.isEmpty() || sentence.endsWith(".");
        return sentence + (ends ? "" : ".") + obstacles;
    }

    /** The real obstacles, as a sentence to append; empty if there are none. */
    static String obstacles(Seen seen) {
        return seen.around().obstacles().entrySet().stream()
                .map(e -> " " + e.getValue().sentence(e.getKey()) + ".")
                .collect(Collectors.joining());
    }
}
