package io.haredis.client.internal;

import java.time.Duration;

/** What an option may be; else an {@link IllegalArgumentException} names it. */
public final class Checks {
    private Checks() {}

    /** The time, which is above zero. */
    public static Duration positive(Duration time, String name) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, and is " + time);
        }
        return time;
    }

    /** The number, which is not below the least. */
    public static int atLeast(int least, int number, String name) {
        if (number < least) {
            throw new IllegalArgumentException(name + " must be " + least + " at least, and is " + number);
        }
        return number;
    }
}
