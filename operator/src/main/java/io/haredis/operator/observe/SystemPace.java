package io.haredis.operator.observe;

import io.haredis.operator.act.Pace;
import java.time.Duration;

/** The machine's own monotonic clock. */
public final class SystemPace implements Pace {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }
}
