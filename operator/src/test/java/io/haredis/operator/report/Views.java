package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.Member;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Role;
import io.haredis.operator.decide.Snapshot;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Three nodes {@code c-0} to {@code c-2} at {@code 10.0.0.0} to {@code 10.0.0.2}, for tables. */
final class Views {
    static final MasterRecord RECORD = new MasterRecord(
            3,
            "c-0",
            new Chosen("r0", "id", 0),
            new Elected(),
            new TreeMap<>(Map.of(
                    "c-0", new Member("r0", "r0", true),
                    "c-1", new Member("r1", "r1", true),
                    "c-2", new Member("r2", "r2", true))),
            1,
            null);

    /** Of the object's generation. */
    static final Configuration.Said ACCEPTED = new Configuration.Said(Configuration.ACCEPTED, 4);

    private Views() {}

    static Seen seen(
            @Nullable MasterRecord record, Decision decision, Map<String, Obstacle> obstacles, NodeView... views) {
        TreeMap<String, NodeView> nodes = new TreeMap<>();
        for (NodeView view : views) {
            nodes.put(view.name(), view);
        }
        return new Seen(
                new Snapshot(nodes),
                record,
                decision,
                new Seen.Around(
                        cluster(),
                        List.of("c-0", "c-1", "c-2"),
                        new TreeMap<>(Map.of("c-0", "node-a")),
                        new TreeMap<>(obstacles),
                        null));
    }

    static HaRedisCluster cluster() {
        HaRedisCluster cluster = new HaRedisCluster();
        cluster.getMetadata().setName("c");
        cluster.getMetadata().setNamespace("n");
        cluster.getMetadata().setUid("u");
        cluster.getMetadata().setGeneration(4L);
        cluster.setSpec(HaRedisClusterSpec.DEFAULT);
        return cluster;
    }

    static NodeView master(int number, long offset) {
        return answers(number, new Role.Master(), offset, NodeState.Health.GOOD);
    }

    /** Promoted, and not opened yet. */
    static NodeView closed(int number, long offset) {
        NodeView open = master(number, offset);
        NodeState state = open.state().orElseThrow();
        NodeState closed = new NodeState(
                state.runId(),
                state.version(),
                state.role(),
                state.lineage(),
                state.keys(),
                state.health(),
                state.followers(),
                new NodeState.Settings(Policy.CLOSED, Policy.MAX_LAG_SECONDS, 0),
                state.disk());
        return new NodeView(open.name(), open.pod(), new Contact.Answers(closed), Duration.ZERO);
    }

    /** Its last save to disk failed, or its last write to the append-only file. */
    static NodeView failing(int number, boolean save, boolean append) {
        return answers(number, new Role.Master(), 9, new NodeState.Health(false, false, save, append, false));
    }

    static NodeView replica(int number, int of, long offset) {
        return answers(number, new Role.Replica("10.0.0." + of, PodView.PORT, true), offset, NodeState.Health.GOOD);
    }

    static NodeView syncing(int number, int of) {
        NodeState.Health health = new NodeState.Health(false, true, false, false, false);
        return answers(number, new Role.Replica("10.0.0." + of, PodView.PORT, false), 0, health);
    }

    static NodeView fenced(int number) {
        return answers(number, new Role.Fenced(), 0, NodeState.Health.GOOD);
    }

    static NodeView silent(int number) {
        return new NodeView("c-" + number, pod(number), new Contact.Silent(Duration.ofSeconds(9)), Duration.ZERO);
    }

    static NodeView absent(int number) {
        return new NodeView("c-" + number, null, new Contact.Absent(), Duration.ZERO);
    }

    private static NodeView answers(int number, Role role, long offset, NodeState.Health health) {
        NodeState state = new NodeState(
                "r" + number,
                "8.0.0",
                role,
                Lineage.of("id", offset),
                new Metadata(3L, null, null, null, 100L + number),
                health,
                List.of(),
                NodeState.Settings.UNKNOWN,
                NodeState.Disk.EMPTY);
        return new NodeView("c-" + number, pod(number), new Contact.Answers(state), Duration.ZERO);
    }

    private static PodView pod(int number) {
        return new PodView("c-" + number, "u" + number, "10.0.0." + number, false, false, false, false);
    }
}
