package io.haredis.protocol;

import java.util.Comparator;
import java.util.Optional;

/**
 * Freshness that lies in the data itself ({@link Keys#BEAT}): it survives a restart, which forgets offsets.
 *
 * @param epoch reign in which it was written
 * @param offset the master's replication offset then; comparable within one epoch only
 */
public record Beat(long epoch, long offset) implements Comparable<Beat> {
    private static final Comparator<Beat> ORDER =
            Comparator.comparingLong(Beat::epoch).thenComparingLong(Beat::offset);

    /** The value as written to Redis, {@code epoch:offset}. */
    public String text() {
        return epoch + ":" + offset;
    }

    /** Reads {@link #text()}; anything else (an application can write the key) is unknown, hence empty. */
    public static Optional<Beat> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Beat(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Beat other) {
        return ORDER.compare(this, other);
    }
}
