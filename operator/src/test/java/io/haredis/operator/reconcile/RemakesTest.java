package io.haredis.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.kube.ClusterRef;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RemakesTest {
    private static final ClusterRef SHOP = new ClusterRef("default", "shop", "1");

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final Remakes remakes = new Remakes(clock::get);

    @Test
    void theFirstIsDueAtOnceAndTheNextAfterThePause() {
        assertThat(remakes.isDue(SHOP, "shop-0")).isTrue();
        remakes.made(SHOP, "shop-0");
        assertThat(remakes.isDue(SHOP, "shop-0")).isFalse();
        pass(Remakes.PAUSE.minusNanos(1));
        assertThat(remakes.isDue(SHOP, "shop-0")).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(remakes.isDue(SHOP, "shop-0")).isTrue();
    }

    @Test
    void oneThatCouldNotBeRemovedIsStillDue() {
        assertThat(remakes.isDue(SHOP, "shop-0")).isTrue();
        assertThat(remakes.isDue(SHOP, "shop-0")).isTrue();
    }

    @Test
    void othersDoNotWaitForIt() {
        remakes.made(SHOP, "shop-0");
        assertThat(remakes.isDue(SHOP, "shop-1")).isTrue();
        assertThat(remakes.isDue(new ClusterRef("default", "shop", "2"), "shop-0"))
                .isTrue();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
