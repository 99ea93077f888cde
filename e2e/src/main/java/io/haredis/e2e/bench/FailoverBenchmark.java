package io.haredis.e2e.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long nobody takes writes after {@code kill -9} of the master's process. Arguments: the folder for the results, and
 * how many kills (20). The operator must be installed.
 */
public final class FailoverBenchmark {
    private static final int KILLS = 20;

    private FailoverBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int kills = arguments.length > 1 ? Integer.parseInt(arguments[1]) : KILLS;
        Reach reach = Reach.fromEnvironment();
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                Target target = new Target(kubernetes, reach)) {
            target.start();
            System.out.println("bench: " + kills + " kills of the master of three nodes, " + target.image());
            FailoverReport report = new FailoverReport(folder.resolve("failover.json"), target.image());
            Shooter shooter = new Shooter(kubernetes, reach, target.cluster());
            List<Kill> all = new ArrayList<>();
            for (int number = 1; number <= kills; number++) {
                Kill kill = shooter.shoot(number);
                all.add(kill);
                System.out.println(kill.line());
                report.write(all);
                repair(target, kill);
            }
            System.out.println();
            System.out.println(report.table(all));
        }
    }

    private static void repair(Target target, Kill kill) {
        GenericKubernetesResource now = target.cluster().get();
        target.repair(kill.from(), RedisCluster.number(now, "epoch"));
    }
}
