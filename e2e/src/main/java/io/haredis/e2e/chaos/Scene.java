package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.ContainerProcess;
import io.haredis.e2e.ControlPlane;
import io.haredis.e2e.Drain;
import io.haredis.e2e.Operators;
import io.haredis.e2e.PodNetwork;
import io.haredis.e2e.Poll;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.Shell;
import io.haredis.e2e.history.Span.Change;
import io.haredis.e2e.history.Span.Expected;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Everything that a fault can hit, as it is when it is aimed. */
final class Scene {
    private static final int MID_ELECTION_MILLIS = 15;
    private static final Duration TO_END = Duration.ofMinutes(1);
    private static final Duration TO_FALL_BEHIND = Duration.ofMillis(300);

    private final KubernetesClient kubernetes;
    private final Operators operators;
    private final List<Patient> targets;
    private final List<Patient> all;
    private final Random random;

    /** What a fault says of the clusters when it is aimed. */
    static final class Aims {
        private final Map<String, Change> changes = new HashMap<>();
        private final Set<String> hidden = new HashSet<>();
        private final Set<String> planned = new HashSet<>();

        /** Of a cluster of which nothing was said, nothing. */
        Expected expected(Patient patient) {
            return new Expected(
                    changes.getOrDefault(patient.name(), Change.MUST_NOT),
                    hidden.contains(patient.name()),
                    planned.contains(patient.name()));
        }

        void expect(Patient patient, Change change) {
            changes.put(patient.name(), change);
        }

        void hide(Patient patient) {
            hidden.add(patient.name());
        }

        /** The master changes, and hands over all that it acknowledged. */
        void plan(Patient patient) {
            expect(patient, Change.MUST);
            planned.add(patient.name());
        }
    }

    /** @param targets the clusters that are meant, of all that there are */
    Scene(KubernetesClient kubernetes, List<Patient> targets, List<Patient> all, Random random) {
        this.kubernetes = kubernetes;
        this.operators = new Operators(kubernetes);
        this.targets = targets;
        this.all = all;
        this.random = random;
    }

    List<Patient> targets() {
        return targets;
    }

    List<Patient> all() {
        return all;
    }

    ContainerProcess master(Patient patient) {
        return server(patient, patient.master());
    }

    /** A replica sleeps, and has missed some writes when the master dies. */
    Shot killBesideFrozenReplica(Patient patient) {
        Shot behind = Shot.once(() -> Poll.pause(TO_FALL_BEHIND));
        return Shot.all(freeze(replica(patient)), behind, Shot.once(master(patient)::kill));
    }

    ContainerProcess replica(Patient patient) {
        return server(patient, replicaOf(patient));
    }

    /** A server that was restarted is found only once the pod's status names its new container, which may be late. */
    private static ContainerProcess server(Patient patient, String pod) {
        Poll.require(
                "a process of " + pod,
                TO_END,
                () -> ContainerProcess.find(patient.namespace(), pod, "redis").isPresent());
        return ContainerProcess.of(patient.namespace(), pod, "redis");
    }

    String replicaOf(Patient patient) {
        List<String> replicas = replicas(patient).stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
        return replicas.get(random.nextInt(replicas.size()));
    }

    private static List<Pod> replicas(Patient patient) {
        String master = patient.master();
        return patient.pods().stream()
                .filter(pod -> !pod.getMetadata().getName().equals(master))
                .toList();
    }

    ContainerProcess leader() {
        Poll.require("a leading operator that runs", TO_END, () -> operators.runs(operators.leader()));
        return operators.process(operators.leader());
    }

    String masterNode() {
        Patient target = targets.getFirst();
        return target.nodeOf(target.master());
    }

    String leaderNode() {
        String leader = operators.leader();
        return operators.pods().stream()
                .filter(pod -> pod.getMetadata().getName().equals(leader))
                .map(pod -> pod.getSpec().getNodeName())
                .findFirst()
                .orElseThrow();
    }

    /** What the loss of a whole node means to every cluster; with the last operator on it nobody acts at all. */
    void loseNode(String node, Aims aims, Change ofMasters) {
        boolean operatorLeft = operators.pods().stream()
                .anyMatch(pod -> !node.equals(pod.getSpec().getNodeName()));
        for (Patient patient : all) {
            boolean master = patient.nodeOf(patient.master()).equals(node);
            if (master) {
                aims.expect(patient, operatorLeft ? ofMasters : Change.MAY);
                aims.hide(patient);
            }
        }
    }

    /** Every master on it moves away, and no other. */
    void drainNode(String node, Aims aims) {
        all.stream()
                .filter(patient -> patient.nodeOf(patient.master()).equals(node))
                .forEach(aims::plan);
    }

    /** Over when pods may be placed there again. */
    static Shot drain(String node) {
        return new Shot(() -> Drain.start(node, "haredis.io/cluster"), () -> Drain.undo(node));
    }

    /** Over when the pod is gone: a kubelet that was cut off hears of it late. */
    Shot delete(Patient patient, String pod, boolean graceful) {
        var found = kubernetes.pods().inNamespace(patient.namespace()).withName(pod);
        String uid = found.require().getMetadata().getUid();
        return new Shot(
                graceful ? found::delete : found.withGracePeriod(0)::delete,
                () -> Poll.require(
                        "the end of pod " + pod,
                        TO_END,
                        () -> patient.pods().stream()
                                .noneMatch(there -> there.getMetadata().getUid().equals(uid))));
    }

    Shot killMasters() {
        return each(patient -> Shot.once(master(patient)::kill));
    }

    static Shot freeze(ContainerProcess process) {
        return new Shot(process::freeze, process::thaw);
    }

    static Shot cut(String node) {
        return new Shot(() -> Shell.cluster("cut", node), () -> Shell.cluster("heal", node));
    }

    static Shot powerOff(String node) {
        return new Shot(() -> Shell.cluster("kill", node), () -> Shell.cluster("start", node));
    }

    static Shot apiServer() {
        return freeze(ControlPlane.apiServer());
    }

    /** The master's pod hears and reaches none of its replicas. */
    Shot partFromReplicas(Patient patient) {
        return part(patient, replicas(patient));
    }

    /** The master's pod hears and reaches none of the operators. */
    Shot partFromOperators(Patient patient) {
        return part(patient, operators.pods());
    }

    private Shot part(Patient patient, List<Pod> others) {
        PodNetwork network = PodNetwork.of(master(patient));
        List<String> addresses =
                others.stream().map(pod -> pod.getStatus().getPodIP()).toList();
        return new Shot(() -> network.drop(addresses), network::pass);
    }

    /** Over when it is answered. */
    static Shot switchover(Patient patient) {
        return switchover(patient, "any");
    }

    private static Shot switchover(Patient patient, String target) {
        return new Shot(
                () -> patient.annotate(RedisCluster.SWITCHOVER, target),
                () -> Poll.require(
                        "an answer to the switchover of " + patient.name(),
                        TO_END,
                        () -> !patient.isAnnotated(RedisCluster.SWITCHOVER)));
    }

    Shot switchoverToOneThatDies(Patient patient) {
        String target = replicaOf(patient);
        return Shot.all(switchover(patient, target), Shot.once(server(patient, target)::kill));
    }

    /** As an application's FLUSHALL does, which would also take what the clients wrote. */
    static Shot flushOperatorKeys(Patient patient) {
        return Shot.once(patient::flushOperatorKeys);
    }

    /**
     * The leading operator is stopped while it changes masters: some milliseconds after the first node was fenced. Of one
     * cluster: with more, only one election would be met in its middle.
     */
    Shot leaderInMidElection() {
        Patient patient = targets.getFirst();
        ContainerProcess leader = leader();
        ContainerProcess master = master(patient);
        MidElection election = MidElection.watch(patient, replicas(patient), random.nextInt(MID_ELECTION_MILLIS));
        return new Shot(
                () -> {
                    master.kill();
                    election.await();
                    leader.freeze();
                },
                () -> {
                    leader.thaw();
                    election.close();
                });
    }

    /** For each target, all in one shot. */
    Shot each(Function<Patient, Shot> one) {
        return Shot.all(targets.stream().map(one).toList());
    }
}
