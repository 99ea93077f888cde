package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.haredis.operator.api.v1alpha1.Condition;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A configuration that the API server takes and the operator does not: what runs is kept. No Redis runs here. */
class RefusedSpecIT {
    private static final String REFUSED = "{\"spec\":{\"config\":{\"proc-title-template\":\"\\\"x\"}}}";
    private static final String AS_BEFORE = "{\"spec\":{\"config\":{\"proc-title-template\":null}}}";

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
    void aPodThatIsGoneComesBackOnTheConfigurationBefore() {
        ground.create("quote", "{replicas: 1, config: {maxmemory: 100mb}}");
        ground.awaitPods("quote", "quote-0");
        await().untilAsserted(() -> says("True", "Accepted"));
        String file = file();
        String before = uid();
        ground.patch("quote", REFUSED);
        await().untilAsserted(() -> says("False", "InvalidSpec"));

        ground.client()
                .pods()
                .inNamespace(Playground.NAMESPACE)
                .withName("quote-0")
                .delete();
        await().until(() -> ground.pod("quote-0") != null && !uid().equals(before));
        says("False", "InvalidSpec");
        assertThat(file()).isEqualTo(file);

        ground.patch("quote", AS_BEFORE);
        await().untilAsserted(() -> says("True", "Accepted"));
    }

    @Test
    void noNodeIsRemovedForIt() {
        ground.create("fewer", "{replicas: 3, config: {maxmemory: 100mb}}");
        ground.awaitPods("fewer", "fewer-0", "fewer-1", "fewer-2");
        ground.patch("fewer", "{\"spec\":{\"replicas\":1,\"config\":{\"proc-title-template\":\"\\\"x\"}}}");
        await().untilAsserted(() -> assertThat(ground.condition("fewer", Condition.CONFIGURATION_ACCEPTED))
                .isNotNull()
                .satisfies(c -> assertThat(c.reason()).isEqualTo("InvalidSpec")));
        await().during(Duration.ofSeconds(4)).until(() -> ground.pods("fewer").size() == 3);
    }

    @Test
    void aClusterThatNeverHadAnotherGetsNoPods() {
        ground.create("never", "{replicas: 1, config: {proc-title-template: '\"x'}}");
        await().untilAsserted(() -> assertThat(ground.condition("never", Condition.CONFIGURATION_ACCEPTED))
                .isNotNull()
                .satisfies(c -> assertThat(c.reason()).isEqualTo("InvalidSpec")));
        await().during(Duration.ofSeconds(4)).until(() -> ground.pods("never").isEmpty());
    }

    private static void says(String status, String reason) {
        assertThat(ground.condition("quote", Condition.CONFIGURATION_ACCEPTED))
                .isNotNull()
                .satisfies(c -> assertThat(c.status() + " " + c.reason()).isEqualTo(status + " " + reason));
    }

    private static String uid() {
        return ground.pod("quote-0").getMetadata().getUid();
    }

    private static String file() {
        ConfigMap map = ground.client()
                .configMaps()
                .inNamespace(Playground.NAMESPACE)
                .withName("quote-config")
                .get();
        return map.getData().getOrDefault("redis.conf", "");
    }
}
