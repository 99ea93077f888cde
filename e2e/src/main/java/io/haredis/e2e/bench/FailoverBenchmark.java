package io.haredis.e2e.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.haredis.e2e.Accepted;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.Weapon;
import io.haredis.e2e.Writer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Kills the master's process again and again, under a writer that knows only the pods and one on the master Service.
 * Arguments: folder for the raw results, namespace and name of a HaRedisCluster, number of kills. Local cluster only.
 */
public final class FailoverBenchmark {
    private static final Duration TIME_OUT = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(90);
    private static final int WARM = 200;

    private final KubernetesClient kubernetes;
    private final RedisCluster cluster;

    private FailoverBenchmark(KubernetesClient kubernetes, RedisCluster cluster) {
        this.kubernetes = kubernetes;
        this.cluster = cluster;
    }

    public static void main(String[] arguments) throws Exception {
        Path raw = Path.of(arguments[0], "failover.csv");
        int kills = Integer.parseInt(arguments[3]);
        List<Run> runs = new ArrayList<>();
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                RedisCluster cluster = new RedisCluster(kubernetes, Reach.LOCAL, arguments[1], arguments[2]);
                PrintStream file = new PrintStream(raw.toFile(), StandardCharsets.UTF_8)) {
            FailoverBenchmark benchmark = new FailoverBenchmark(kubernetes, cluster);
            file.println(Run.HEADER);
            System.out.println(Run.HEADER);
            for (int number = 1; number <= kills; number++) {
                Run run = benchmark.kill(number);
                runs.add(run);
                file.println(run.line());
                file.flush();
                System.out.println(run.line());
            }
        }
        System.out.println("writer that knows the pods: "
                + new Distribution(runs.stream().map(Run::podsMilliseconds).toList()));
        System.out.println("plain client on the Service: "
                + new Distribution(runs.stream().map(Run::serviceMilliseconds).toList()));
        long unanswered = runs.stream().filter(run -> !run.answered()).count();
        System.out.println("kills unanswered: " + unanswered + "; raw lines: " + raw);
        System.exit(unanswered == 0 ? 0 : 1);
    }

    private Run kill(int number) throws Exception {
        GenericKubernetesResource before = settled();
        String master = String.valueOf(RedisCluster.status(before, "master"));
        long epoch = RedisCluster.number(before, "epoch");
        Weapon weapon = Weapon.aim(kubernetes, Reach.LOCAL, cluster.namespace(), master);
        String password = cluster.password();
        try (Writer pods = Writer.start("pods" + number, cluster.pods(), password);
                Writer service = Writer.start("service" + number, List.of(cluster.masterService()), password)) {
            pods.next(write -> write.number() >= WARM).get(TIME_OUT.toMillis(), MILLISECONDS);
            long warm = service.next(write -> write.number() >= WARM)
                    .get(TIME_OUT.toMillis(), MILLISECONDS)
                    .connection();
            CompletableFuture<Accepted> byPods = pods.next(write -> !write.by().equals(master));
            CompletableFuture<Accepted> byService = service.next(write -> write.connection() > warm);
            long killed = weapon.fire();
            double podsMilliseconds = millisecondsUntil(byPods, killed);
            double serviceMilliseconds = millisecondsUntil(byService, killed);
            boolean answered = byPods.isDone() && byService.isDone();
            return new Run(number, master, epochAfter(epoch), podsMilliseconds, serviceMilliseconds, answered);
        }
    }

    /** Ready with all its replicas in sync, so that every kill finds the same cluster. */
    private GenericKubernetesResource settled() {
        return cluster.await(
                found -> RedisCluster.number(found, "readyReplicas") == RedisCluster.number(found, "replicas")
                        && RedisCluster.number(found, "syncedReplicas") == RedisCluster.number(found, "replicas") - 1
                        && "Running".equals(RedisCluster.status(found, "phase")),
                SETTLED);
    }

    private long epochAfter(long epoch) {
        try {
            GenericKubernetesResource after =
                    cluster.await(found -> RedisCluster.number(found, "epoch") > epoch, TIME_OUT);
            return RedisCluster.number(after, "epoch");
        } catch (KubernetesClientTimeoutException none) {
            return 0;
        }
    }

    private static double millisecondsUntil(CompletableFuture<Accepted> write, long killed)
            throws ExecutionException, InterruptedException {
        long left = TIME_OUT.toNanos() - (System.nanoTime() - killed);
        try {
            return (write.get(Math.max(left, 0) / 1_000_000, MILLISECONDS).nanos() - killed) / 1e6;
        } catch (TimeoutException none) {
            return TIME_OUT.toMillis();
        }
    }
}
