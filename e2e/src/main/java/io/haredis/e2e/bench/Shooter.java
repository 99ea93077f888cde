package io.haredis.e2e.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Accepted;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.Weapon;
import io.haredis.e2e.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes the master from two plain clients, and the time. */
final class Shooter {
    /** What a run without a result counts as. */
    static final Duration TIME_OUT = Duration.ofSeconds(10);

    private static final Duration TO_WARM = Duration.ofSeconds(30);
    private static final int WARM = 300;

    private final KubernetesClient kubernetes;
    private final Reach reach;
    private final RedisCluster cluster;
    private final Scenario scenario;

    Shooter(KubernetesClient kubernetes, Reach reach, RedisCluster cluster, Scenario scenario) {
        this.scenario = scenario;
        this.kubernetes = kubernetes;
        this.reach = reach;
        this.cluster = cluster;
    }

    Run shoot(int number) {
        GenericKubernetesResource before = cluster.get();
        String master = String.valueOf(RedisCluster.status(before, "master"));
        long epoch = RedisCluster.number(before, "epoch");
        Weapon weapon = scenario.aim(kubernetes, reach, cluster, master);
        List<Writer> writers = new ArrayList<>();
        try {
            for (List<Endpoint> endpoints : clients()) {
                writers.add(Writer.start("bench-" + number, endpoints, cluster.password()));
            }
            writers.forEach(writer -> await(writer.next(write -> write.number() >= WARM), TO_WARM));
            List<CompletableFuture<Accepted>> next =
                    new ArrayList<>(writers.stream().map(Shooter::nextTurn).toList());
            if (scenario.isSilent()) {
                Writer others = Writer.start("bench-others-" + number, others(master), cluster.password());
                writers.add(others);
                next.set(0, others.next(write -> true));
            }
            System.gc(); // None of ours while it counts.
            long killed = weapon.fire();
            List<Optional<Accepted>> first =
                    next.stream().map(write -> await(write, TIME_OUT)).toList();
            return new Run(
                    number,
                    master,
                    first.getFirst().map(Accepted::by).orElse(null),
                    since(killed, first.getFirst()),
                    first.size() > 1 ? since(killed, first.get(1)) : null,
                    Stages.after(cluster, epoch));
        } finally {
            weapon.undo();
            writers.forEach(Writer::close);
        }
    }

    /** One that knows the pods, and one that knows the master Service; from outside a local cluster only the first. */
    private List<List<Endpoint>> clients() {
        return reach == Reach.LOCAL
                ? List.of(cluster.pods(), List.of(cluster.masterService()))
                : List.of(cluster.pods());
    }

    private List<Endpoint> others(String master) {
        return cluster.pods().stream().filter(pod -> !pod.name().equals(master)).toList();
    }

    /** A reply on the old connection may still be on its way, and says nothing of the new master. */
    private static CompletableFuture<Accepted> nextTurn(Writer writer) {
        long now = writer.turn();
        return writer.next(write -> write.turn() > now);
    }

    private static Optional<Accepted> await(CompletableFuture<Accepted> write, Duration atMost) {
        try {
            return Optional.of(write.get(atMost.toMillis(), MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Double since(long killed, Optional<Accepted> first) {
        return first.map(write -> (write.nanos() - killed) / 1e6).orElse(null);
    }
}
