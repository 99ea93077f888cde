package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
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
        ground.awaitSaid("quote", "True", "Accepted", "");
        String file = file();
        ground.patch("quote", REFUSED);
        ground.awaitSaid("quote", "False", "InvalidSpec", "");

        ground.comesBack("quote-0");
        ground.says("quote", "False", "InvalidSpec", "");
        assertThat(file()).isEqualTo(file);

        ground.patch("quote", AS_BEFORE);
        ground.awaitSaid("quote", "True", "Accepted", "");
    }

    @Test
    void noNodeIsRemovedForIt() {
        ground.create("fewer", "{replicas: 3, config: {maxmemory: 100mb}}");
        ground.awaitPods("fewer", "fewer-0", "fewer-1", "fewer-2");
        ground.patch("fewer", "{\"spec\":{\"replicas\":1,\"config\":{\"proc-title-template\":\"\\\"x\"}}}");
        ground.awaitSaid("fewer", "False", "InvalidSpec", "");
        await().during(Duration.ofSeconds(4)).until(() -> ground.pods("fewer").size() == 3);
    }

    @Test
    void aClusterThatNeverHadAnotherGetsNoPods() {
        ground.create("never", "{replicas: 1, config: {proc-title-template: '\"x'}}");
        ground.awaitSaid("never", "False", "InvalidSpec", "");
        await().during(Duration.ofSeconds(4)).until(() -> ground.pods("never").isEmpty());
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
