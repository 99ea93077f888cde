package io.haredis.client.internal.topology;

import io.haredis.client.internal.node.NodeReport;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Who is master, from what the nodes say of themselves. Pure.
 *
 * <p>Where an operator numbers the reigns, the highest epoch wins and an older one never does. Without one, a majority of
 * the known nodes must be the master or follow it; who reigns already needs no majority to go on.
 */
final class Judge {
    private Judge() {}

    /**
     * The outcome.
     *
     * @param master who it is, null if nobody can be said to be
     * @param reason why there is none
     */
    record Decision(@Nullable NodeReport master, String reason) {
        static Decision of(NodeReport master) {
            return new Decision(master, "");
        }

        static Decision none(String reason) {
            return new Decision(null, reason);
        }
    }

    /**
     * Decides.
     *
     * @param reports fresh ones, at most one for an address
     * @param silent nodes that are known and do not answer
     * @param heard the highest epoch that any of them has told, those who are silent now too
     * @param incumbent who reigned last, null if nobody
     */
    static Decision decide(Collection<NodeReport> reports, int silent, long heard, @Nullable NodeReport incumbent) {
        List<NodeReport> masters = reports.stream()
                .filter(r -> r.master() && !r.loading())
                .sorted(Comparator.comparing(r -> !isSameProcess(r, incumbent)))
                .toList();
        if (masters.isEmpty()) {
            return Decision.none(reports.isEmpty() ? "no node answers" : "none of the nodes that answer is master");
        }
        long floor = Math.max(heard, incumbent == null ? 0 : incumbent.epochOrZero());
        return floor > 0
                ? byEpoch(reports, masters, silent, incumbent, floor)
                : bySupport(reports, masters, silent, incumbent);
    }

    private static Decision byEpoch(
            Collection<NodeReport> reports,
            List<NodeReport> masters,
            int silent,
            @Nullable NodeReport incumbent,
            long floor) {
        List<NodeReport> candidates =
                masters.stream().filter(m -> m.epochOrZero() == floor).toList();
        if (processes(candidates).size() == 1
                || (!candidates.isEmpty() && isSameProcess(candidates.get(0), incumbent))) {
            return Decision.of(preferred(candidates, reports, incumbent));
        }
        if (candidates.size() > 1) {
            return bySupport(reports, candidates, silent, incumbent);
        }
        // Its keys were deleted (FLUSHALL), or the cluster was made anew: the same process, or one that most follow.
        boolean reigned = incumbent != null && incumbent.epochOrZero() == floor;
        List<NodeReport> kept = masters.stream()
                .filter(m -> reigned && m.epoch() == null && isSameProcess(m, incumbent))
                .toList();
        if (!kept.isEmpty()) {
            return Decision.of(preferred(kept, reports, incumbent));
        }
        boolean heard = reports.stream().anyMatch(r -> r.epochOrZero() == floor);
        Decision supported = heard ? Decision.none("") : bySupport(reports, masters, silent, null);
        return supported.master() != null
                ? supported
                : Decision.none(addresses(masters) + " is master of an older epoch than " + floor);
    }

    private static Decision bySupport(
            Collection<NodeReport> reports, List<NodeReport> masters, int silent, @Nullable NodeReport incumbent) {
        int known = processes(reports).size() + silent;
        List<NodeReport> supported = masters.stream()
                .filter(m -> support(m, reports) >= known / 2 + 1)
                .toList();
        if (processes(supported).size() == 1) {
            return Decision.of(preferred(supported, reports, incumbent));
        }
        List<NodeReport> kept =
                masters.stream().filter(m -> isSameProcess(m, incumbent)).toList();
        if (!kept.isEmpty()) {
            return Decision.of(preferred(kept, reports, incumbent));
        }
        if (silent == 0 && processes(masters).size() == 1) {
            return Decision.of(preferred(masters, reports, incumbent));
        }
        return Decision.none(
                processes(masters).size() == 1
                        ? addresses(masters) + " is master, but of " + known + " known nodes only "
                                + support(masters.get(0), reports) + " say so"
                        : addresses(masters) + " are all masters and none is followed by a majority of " + known
                                + " nodes: are they of one cluster?");
    }

    /** Itself and those who say that they follow it, by any of its addresses. */
    private static int support(NodeReport master, Collection<NodeReport> reports) {
        Set<HostAndPort> its = reports.stream()
                .filter(r -> r.runId().equals(master.runId()))
                .map(NodeReport::address)
                .collect(Collectors.toSet());
        List<NodeReport> followers = reports.stream()
                .filter(r -> !r.master() && r.follows() != null && (its.contains(r.follows()) || lists(master, r)))
                .toList();
        return 1 + processes(followers).size();
    }

    /** Behind one address for several nodes the master's own is not known: then its list of replicas tells. */
    private static boolean lists(NodeReport master, NodeReport replica) {
        return master.replicas().stream()
                .anyMatch(r -> r.online() && r.address().equals(replica.address()));
    }

    /** Of several addresses of one process: the incumbent's own, or one that other nodes use, as a Service's may move. */
    private static NodeReport preferred(
            List<NodeReport> same, Collection<NodeReport> reports, @Nullable NodeReport incumbent) {
        for (NodeReport report : same) {
            if (isSameProcess(report, incumbent)
                    && incumbent != null
                    && report.address().equals(incumbent.address())) {
                return report;
            }
        }
        Set<HostAndPort> used = reports.stream()
                .map(NodeReport::follows)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return same.stream().filter(r -> used.contains(r.address())).findFirst().orElse(same.get(0));
    }

    private static Set<String> processes(Collection<NodeReport> reports) {
        Set<String> ids = new HashSet<>();
        reports.forEach(r -> ids.add(r.runId()));
        return ids;
    }

    static boolean isSameProcess(NodeReport report, @Nullable NodeReport other) {
        return other != null && !report.runId().isEmpty() && report.runId().equals(other.runId());
    }

    /** True if who answers there is this master, in the same reign. */
    static boolean isStill(NodeReport there, NodeReport master) {
        boolean sameEpoch =
                there.epoch() == null || master.epoch() == null || there.epoch().equals(master.epoch());
        return there.master() && isSameProcess(there, master) && sameEpoch;
    }

    private static String addresses(List<NodeReport> reports) {
        return reports.stream().map(r -> r.address().toString()).distinct().collect(Collectors.joining(", "));
    }
}
