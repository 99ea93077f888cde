package io.haredis.client.internal;

import java.time.Duration;

/** What an option may be; else an {@link IllegalArgumentException} names it. */
public final class Checks {
    private Checks() {}

    /** Longer is for ever, and in milliseconds three times that still is an int. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration LEAST_CONNECT = Duration.ofSeconds(1);

    /** The time, which is above zero, or a week if it is longer. */
    public static Duration positive(Duration time, String name) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, and is " + time);
        }
        return atMost(time);
    }

    /** The time, or a week if it is longer. */
    public static Duration atMost(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }

    /** The milliseconds, 0 being for ever, or a call's deadline if they are longer; but a second is allowed: the next call may have it. */
    public static int connectTimeout(int millis, Duration deadline) {
        int most = (int) Math.max(LEAST_CONNECT.toMillis(), atMost(deadline).toMillis());
        return millis == 0 ? most : Math.min(millis, most);
    }

    /** The number, which is not below the least. */
    public static int atLeast(int least, int number, String name) {
        if (number < least) {
            throw new IllegalArgumentException(name + " must be " + least + " at least, and is " + number);
        }
        return number;
    }
}
