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
import java.util.Locale;

/**
 * How long nobody takes writes after the master is lost. Arguments: the folder for the results, the scenario ({@code kill},
 * {@code frozen}, {@code cut}, {@code cut-with-leader}; all but the first in a local cluster only), and how many times. The
 * operator must be installed.
 */
public final class FailoverBenchmark {
    private FailoverBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Scenario scenario =
                Scenario.valueOf(arguments[1].toUpperCase(Locale.ROOT).replace('-', '_'));
        int runs = Integer.parseInt(arguments[2]);
        Reach reach = Reach.fromEnvironment();
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                Target target = new Target(kubernetes, reach)) {
            target.start();
            System.out.println("bench: the master of three nodes is lost " + runs + " times by "
                    + scenario.description() + ", " + target.image());
            FailoverReport report = new FailoverReport(folder.resolve(scenario.file()), target.image(), scenario);
            Shooter shooter = new Shooter(kubernetes, reach, target.cluster(), scenario);
            List<Run> all = new ArrayList<>();
            for (int number = 1; number <= runs; number++) {
                scenario.prepare(kubernetes, target.cluster());
                target.settle(1);
                Run run = shooter.shoot(number);
                all.add(run);
                System.out.println(run.line());
                report.write(all);
                repair(target, scenario, run);
            }
            System.out.println();
            System.out.println(report.table(all));
        }
    }

    private static void repair(Target target, Scenario scenario, Run run) {
        GenericKubernetesResource now = target.cluster().get();
        long epoch = RedisCluster.number(now, "epoch");
        if (scenario == Scenario.KILL) {
            target.repair(run.from(), epoch);
        } else {
            target.settle(epoch);
        }
    }
}
