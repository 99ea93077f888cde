package io.haredis.operator.decide;

import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.MasterRecord.Moved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A cluster as tests describe it: begin with a healthy one, change what the test is about, and decide. */
final class ACluster {
    static final long EPOCH = 5;

    final List<ANode> nodes = new ArrayList<>();

    @Nullable
    MasterRecord record;

    private int wanted;
    private @Nullable Integer minReplicas;
    private boolean durable;
    private boolean volumes = true;
    private Requests requests = Requests.NONE;

    private ACluster(int size) {
        wanted = size;
        TreeMap<String, Member> members = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            ANode node = new ANode(i);
            nodes.add(node);
            members.put(node.name, new Member(node.runId, node.runId, true));
            if (i == 0) {
                node.master().quorum((long) size / 2);
                node.minReplicas = size / 2;
            } else {
                node.follows(nodes.get(0), true);
            }
        }
        record = new MasterRecord(EPOCH, "c-0", new Chosen("run-0", "x", 900), new Elected(), members, size / 2, null);
    }

    /** c-0 reigns in epoch 5, the others follow it, are in sync and are counted. */
    static ACluster healthy(int size) {
        return new ACluster(size);
    }

    /** The record names c-0, chosen by election, and every node is fenced with the key of the reign before. */
    static ACluster elected(int size) {
        ACluster cluster = new ACluster(size);
        cluster.nodes.forEach(n -> n.fenced().key(EPOCH - 1));
        return cluster;
    }

    /** The record says that the mastership moves from c-1 to c-0; nothing was done yet. */
    static ACluster moving(int size) {
        ACluster cluster = new ACluster(size);
        cluster.nodes.forEach(n -> n.key(EPOCH - 1).follows(cluster.node(1), true));
        cluster.node(1).master();
        return cluster.recorded(r -> new MasterRecord(
                r.epoch(), r.holder(), r.chosen(), new Moved("c-1", "run-1"), r.members(), r.k(), r.mark()));
    }

    /** No record, every node fenced and without data. */
    static ACluster fresh(int size) {
        ACluster cluster = new ACluster(size);
        cluster.nodes.forEach(n -> n.fenced().key(null));
        cluster.record = null;
        return cluster;
    }

    /** The same under the node of the highest number. */
    ACluster reignedByLast() {
        int last = nodes.size() - 1;
        ANode master = node(last).master().quorum((long) nodes.size() / 2);
        nodes.subList(0, last).forEach(n -> n.follows(master, true));
        return recorded(r -> new MasterRecord(
                r.epoch(), master.name, new Chosen(master.runId, "x", 900), r.origin(), r.members(), r.k(), r.mark()));
    }

    ANode node(int number) {
        return nodes.get(number);
    }

    /** Another pod, not in the record, fenced and empty. */
    ANode newNode() {
        ANode node = new ANode(nodes.size()).key(null).at("new", 0).withoutData();
        nodes.add(node);
        return node;
    }

    ACluster recorded(UnaryOperator<MasterRecord> change) {
        record = change.apply(theRecord());
        return this;
    }

    ACluster member(int number, @Nullable String known, @Nullable String counted, boolean voter) {
        return recorded(r -> r.with("c-" + number, new Member(known, counted, voter)));
    }

    ACluster wanted(int size) {
        wanted = size;
        return this;
    }

    ACluster minReplicas(int value) {
        minReplicas = value;
        return this;
    }

    ACluster withoutVolumes() {
        volumes = false;
        return this;
    }

    /** By an annotation of the cluster object. */
    ACluster asked(String annotation, String value) {
        requests = Requests.of(Map.of(annotation, value));
        return this;
    }

    ACluster durable() {
        durable = true;
        return this;
    }

    MasterRecord theRecord() {
        if (record == null) {
            throw new IllegalStateException("no record");
        }
        return record;
    }

    Policy policy() {
        List<String> names = IntStream.range(0, wanted).mapToObj(i -> "c-" + i).toList();
        return new Policy(
                names, Duration.ofSeconds(1), Duration.ZERO, durable, false, minReplicas, volumes, 15, requests);
    }

    Snapshot snapshot() {
        TreeMap<String, NodeView> views = new TreeMap<>();
        nodes.forEach(n -> views.put(n.name, n.view(nodes)));
        return new Snapshot(views);
    }

    Decision decide() {
        return Invariants.checked(policy(), snapshot(), record);
    }
}
