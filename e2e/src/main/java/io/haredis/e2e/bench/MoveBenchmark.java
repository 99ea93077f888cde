package io.haredis.e2e.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.haredis.e2e.Reach;
import io.haredis.e2e.RedisCluster;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How long nobody takes writes while the master moves as planned, and whether the old one takes any afterwards. Arguments:
 * the folder for the results, the scenario ({@code switchover}, {@code delete}, {@code drain}), and how many times. In a
 * local cluster with the operator installed.
 */
public final class MoveBenchmark {
    private MoveBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        MoveScenario scenario = MoveScenario.named(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        if (Reach.fromEnvironment() != Reach.LOCAL) {
            throw new IllegalArgumentException("the writers must reach the pods and the Service: local cluster only");
        }
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                Target target = new Target(kubernetes, Reach.LOCAL)) {
            target.start();
            System.out.println("bench: the master of three nodes is moved " + runs + " times by "
                    + scenario.description() + ", " + target.image());
            MoveReport report = new MoveReport(Path.of(arguments[0]), scenario, target.image());
            MoveShooter shooter = new MoveShooter(kubernetes, target.cluster(), scenario);
            for (int number = 1; number <= runs; number++) {
                MoveRun run = shooter.shoot(number);
                report.add(run);
                System.out.println(run.line());
                target.settleWithAll(RedisCluster.number(target.cluster().get(), "epoch"));
            }
            System.out.println();
            System.out.println(report.table());
        }
    }
}
