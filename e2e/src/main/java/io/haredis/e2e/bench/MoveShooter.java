package io.haredis.e2e.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Accepted;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Poll;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.exceptions.JedisException;

/** Moves the master under plain clients, and listens to what they are told. */
final class MoveShooter {
    private static final Duration TO_WARM = Duration.ofSeconds(30);
    /** How long is listened before the move: what the machine pauses by itself. */
    private static final Duration REST = Duration.ofSeconds(3);

    private static final int WARM = 300;
    private static final int AFTERWARDS = 100;

    private final KubernetesClient kubernetes;
    private final RedisCluster cluster;
    private final MoveScenario scenario;

    MoveShooter(KubernetesClient kubernetes, RedisCluster cluster, MoveScenario scenario) {
        this.kubernetes = kubernetes;
        this.cluster = cluster;
        this.scenario = scenario;
    }

    /** One writer knows the pods, one the master Service, and one asks the old master again and again. */
    MoveRun shoot(int number) {
        GenericKubernetesResource before = cluster.get();
        String master = String.valueOf(RedisCluster.status(before, "master"));
        long epoch = RedisCluster.number(before, "epoch");
        String password = cluster.password();
        List<Endpoint> pods = cluster.pods();
        List<Endpoint> old =
                pods.stream().filter(pod -> pod.name().equals(master)).toList();
        Replication staying = new Replication(
                scenario.replacesPod()
                        ? pods.stream().filter(pod -> !old.contains(pod)).toList()
                        : pods,
                password);
        Shot shot = scenario.aim(kubernetes, cluster, master);
        ConcurrentLinkedQueue<Accepted> accepted = new ConcurrentLinkedQueue<>();
        long fullSyncs = staying.fullSyncs();
        try (Writer onPods = Writer.start("move-" + number, pods, password);
                Writer onOld = Writer.start("move-old-" + number, old, password);
                Writer onService = Writer.start("move-service-" + number, List.of(cluster.masterService()), password)) {
            for (Writer writer : List.of(onPods, onOld, onService)) {
                if (!isServed(writer, WARM, TO_WARM)) {
                    throw new IllegalStateException("a writer is not served before the move");
                }
            }
            System.gc(); // None of ours while it counts.
            listen(onPods, accepted);
            listen(onOld, accepted);
            Poll.pause(REST);
            CompletableFuture<Accepted> byNew = onPods.next(write -> !write.by().equals(master));
            long asked = System.nanoTime();
            onService.measure();
            CompletableFuture<Void> fired = CompletableFuture.runAsync(shot.fire());
            Long copies = isComplete(byNew, staying) ? staying.fullSyncs() - fullSyncs : null;
            Map<String, Object> stages = Stages.after(cluster, epoch);
            fired.join();
            boolean isServedAgain = isServed(onPods, AFTERWARDS, Shooter.TIME_OUT);
            Double service = isServed(onService, AFTERWARDS, Shooter.TIME_OUT)
                    ? onService.longestGap().toNanos() / 1e6
                    : null;
            List.of(onPods, onOld, onService).forEach(Writer::stop);
            Takeover takeover = Takeover.of(List.copyOf(accepted), master, asked);
            return new MoveRun(
                    number,
                    master,
                    isServedAgain ? takeover : takeover.unended(),
                    takeover.to() == null ? null : service,
                    copies,
                    String.valueOf(RedisCluster.status(cluster.get(), "lastFailover", "kind")),
                    stages);
        } finally {
            shot.undo().run();
        }
    }

    /** The writer asks for each write whether it is the one waited for: none is. */
    private static void listen(Writer writer, ConcurrentLinkedQueue<Accepted> accepted) {
        CompletableFuture<Accepted> unused = writer.next(write -> {
            accepted.add(write);
            return false;
        });
    }

    /** Looked at before another pod comes for one that went, which must be given a full copy if it has no storage. */
    private static boolean isComplete(CompletableFuture<Accepted> byNew, Replication staying) {
        return isDone(byNew, Target.AT_MOST)
                && Poll.until(Shooter.TIME_OUT, () -> {
                    try {
                        return staying.isComplete();
                    } catch (JedisException unanswered) {
                        return false;
                    }
                });
    }

    private static boolean isServed(Writer writer, int more, Duration atMost) {
        long now = writer.accepted();
        return isDone(writer.next(write -> write.number() >= now + more), atMost);
    }

    private static boolean isDone(CompletableFuture<Accepted> write, Duration atMost) {
        try {
            write.get(atMost.toMillis(), MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
