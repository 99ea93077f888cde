package io.haredis.client.internal;

import java.time.Duration;

/** What an option may be; else an {@link IllegalArgumentException} names it. */
public final class Checks {
    private Checks() {}

    /** Longer is for ever, and in milliseconds three times that still is an int. */
    private static final Duration LONGEST = Duration.ofDays(7);

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

    /** The milliseconds, or the time if they are longer; 0 is for ever. */
    public static int atMost(int millis, Duration time) {
        int most = (int) Math.max(1, atMost(time).toMillis());
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
