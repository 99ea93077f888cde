package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two operators, and an API server that does not always answer. */
class StandbyIT {
    private static Playground ground;

    @BeforeAll
    static void start() throws Exception {
        ground = new Playground();
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void theSecondWatchesAllAndKeepsTheObjectsOnceTheFirstIsGone() throws Exception {
        await().until(() -> ground.operator().leads());
        ground.create("one", "{replicas: 1}");
        ground.awaitPods("one", "one-0");

        // Started while the API server is frozen: it waits, and goes on by itself.
        ground.api().freeze();
        CompletableFuture<OperatorMain> starting;
        try {
            // On a thread of its own: the client's answers are completed on the common pool.
            starting = CompletableFuture.supplyAsync(
                    StandbyIT::second, task -> Thread.ofPlatform().start(task));
            await().during(Duration.ofSeconds(4)).until(() -> !starting.isDone());
            await().until(() -> !ground.operator().leads());
        } finally {
            ground.api().thaw();
        }
        try (OperatorMain second = starting.join()) {
            await().until(() -> ground.operator().leads() != second.leads());
            OperatorMain leader = second.leads() ? second : ground.operator();
            OperatorMain other = second.leads() ? ground.operator() : second;
            await().until(() -> other.clusters() == 1 && leader.clusters() == 1);

            // Said by the leader alone, told by both.
            await().until(() -> Playground.page(other, "/metrics")
                    .contains("haredis_configuration_accepted{cluster=\"one\",namespace=\"default\"} 1.0"));

            leader.close();
            await().until(other::leads);
            ground.create("two", "{replicas: 2}");
            ground.awaitPods("two", "two-0", "two-1");
            assertThat(other.clusters()).isEqualTo(2);
        }
    }

    private static OperatorMain second() {
        try {
            return ground.operator("operator-1");
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
