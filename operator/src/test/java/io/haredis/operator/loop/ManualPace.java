package io.haredis.operator.loop;

import io.haredis.operator.act.Pace;
import java.time.Duration;

/** Time that passes only by {@link #pause}. */
final class ManualPace implements Pace {
    private long nanos;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(Duration time) {
        nanos += time.toNanos();
    }
}
