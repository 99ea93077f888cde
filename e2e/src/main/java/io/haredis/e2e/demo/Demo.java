package io.haredis.e2e.demo;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.haredis.e2e.Accepted;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import io.haredis.e2e.Weapon;
import io.haredis.e2e.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Kills the master under a plain writer, and under the example application. Arguments: namespace and name of a
 * HaRedisCluster that is Ready, and the example's source.
 */
public final class Demo {
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final int WARM = 500;

    private Demo() {}

    public static void main(String[] arguments) throws Exception {
        Reach reach = Reach.fromEnvironment();
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                RedisCluster cluster = new RedisCluster(kubernetes, reach, arguments[0], arguments[1])) {
            GenericKubernetesResource before = cluster.get();
            String master = String.valueOf(RedisCluster.status(before, "master"));
            long epoch = RedisCluster.number(before, "epoch");
            Weapon weapon = Weapon.aim(kubernetes, reach, cluster.namespace(), master);
            try (Example example = Example.start(Path.of(arguments[2]), reach, cluster);
                    Writer writer = Writer.start("demo", cluster.pods(), cluster.password())) {
                Accepted warm = writer.next(write -> write.number() >= WARM).get(AT_MOST.toSeconds(), SECONDS);
                example.awaitAtWork(AT_MOST);
                say("a writer writes, and " + warm.by() + " accepts");
                CompletableFuture<Accepted> next =
                        writer.next(write -> !write.by().equals(master));
                say(weapon.description() + ": the master " + master + " of epoch " + epoch);
                long killed = weapon.fire();
                Accepted first = next.get(AT_MOST.toSeconds(), SECONDS);
                GenericKubernetesResource after = cluster.await(
                        found -> RedisCluster.number(found, "lastFailover", "epoch") > epoch
                                && Timeline.isComplete(found),
                        AT_MOST);
                example.end(AT_MOST);
                System.out.println();
                System.out.println(Timeline.of(after, (first.nanos() - killed) / 1e6, first.by()));
                System.out.println();
            }
        }
    }

    private static void say(String what) {
        System.out.println("demo: " + what);
    }
}
