package io.haredis.e2e.chaos;

import java.util.Arrays;
import java.util.List;

/**
 * A fault that was aimed.
 *
 * @param fire lets it happen
 * @param heal ends it; nothing for what heals by itself
 */
record Shot(Runnable fire, Runnable heal) {
    /** What heals by itself. */
    static Shot once(Runnable fire) {
        return new Shot(fire, () -> {});
    }

    /** All of them, one right after the other. */
    static Shot all(Shot... shots) {
        return all(Arrays.asList(shots));
    }

    static Shot all(List<Shot> shots) {
        return new Shot(
                () -> shots.forEach(shot -> shot.fire().run()),
                () -> shots.reversed().forEach(shot -> shot.heal().run()));
    }
}
