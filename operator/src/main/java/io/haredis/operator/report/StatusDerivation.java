package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.Condition;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.resources.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status, from what was just observed. The old one only tells since when a condition holds. Pure. */
final class StatusDerivation {
    private StatusDerivation() {}

    /**
     * The status without the last failover, which has a writer of its own.
     *
     * @param configuration what the keeper of the objects says; null if not known here
     */
    static HaRedisClusterStatus of(Seen seen, Configuration.@Nullable Said configuration, Instant now) {
        HaRedisCluster cluster = seen.around().cluster();
        int wanted = seen.around().wanted().size();
        boolean rejected =
                configuration != null && configuration.statement().status().equals(Statement.FALSE);
        var builder = HaRedisClusterStatus.builder()
                .observedGeneration(lookedAt(cluster, configuration))
                .phase(Phases.of(seen, rejected))
                .selector(Labels.CLUSTER + "=" + cluster.getMetadata().getName())
                .ready(pods(seen), answering(seen), wanted)
                .synced(Nodes.inSync(seen).size(), Math.max(0, wanted - 1))
                .nodes(Nodes.of(seen))
                .conditions(conditions(seen, configuration, now));
        MasterRecord record = seen.record();
        if (record != null) {
            builder.master(reigns(seen) ? record.holder() : null, record.epoch(), masterSince(seen));
        }
        return builder.build();
    }

    /** What the keeper of the objects has not looked at it may yet refuse. Who keeps none leaves what the leader looked at. */
    private static @Nullable Long lookedAt(HaRedisCluster cluster, Configuration.@Nullable Said configuration) {
        HaRedisClusterStatus before = cluster.getStatus();
        if (configuration != null) {
            return Math.min(configuration.generation(), cluster.getMetadata().getGeneration());
        }
        return before == null ? null : before.observedGeneration();
    }

    private static boolean reigns(Seen seen) {
        return switch (seen.decision().verdict()) {
            case REIGNS, SUSPECT, UNREACHABLE_BY_OPERATOR, UNWELL -> true;
            case STARTING, LOST, UNKNOWN, AT_RISK, SERVER_TOO_OLD -> false;
        };
    }

    private static @Nullable Instant masterSince(Seen seen) {
        Instant since = seen.around().masterSince();
        return since == null || !reigns(seen) ? null : since.truncatedTo(ChronoUnit.SECONDS);
    }

    private static int pods(Seen seen) {
        return (int) seen.snapshot().all().stream().filter(n -> n.pod() != null).count();
    }

    private static int answering(Seen seen) {
        return (int) seen.around().wanted().stream()
                .map(seen.snapshot()::node)
                .filter(n -> n.contact() instanceof Contact.Answers)
                .count();
    }

    private static List<Condition> conditions(Seen seen, Configuration.@Nullable Said configuration, Instant now) {
        HaRedisClusterStatus before = seen.around().cluster().getStatus();
        long generation = seen.around().cluster().getMetadata().getGeneration();
        List<Condition> conditions = new ArrayList<>();
        for (Statement statement : Statements.of(seen)) {
            conditions.add(condition(statement, seen, generation, now));
        }
        Condition known = before == null ? null : before.condition(Condition.CONFIGURATION_ACCEPTED);
        if (configuration != null) {
            conditions.add(condition(configuration.statement(), seen, configuration.generation(), now));
        } else if (known != null) {
            conditions.add(known);
        }
        return conditions;
    }

    private static Condition condition(Statement statement, Seen seen, long generation, Instant now) {
        HaRedisClusterStatus status = seen.around().cluster().getStatus();
        Condition before = status == null ? null : status.condition(statement.type());
        Instant since =
                before != null && before.status().equals(statement.status()) ? before.lastTransitionTime() : null;
        return new Condition(
                statement.type(),
                statement.status(),
                statement.reason(),
                statement.message(),
                generation,
                since == null ? now.truncatedTo(ChronoUnit.SECONDS) : since);
    }
}
