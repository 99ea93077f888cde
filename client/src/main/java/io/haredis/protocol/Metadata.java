package io.haredis.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The values of {@link Keys} on one node, null where a key is absent or not a number. Absent is unknown, not zero.
 *
 * @param epoch {@link Keys#EPOCH}
 * @param fence {@link Keys#FENCE}
 * @param quorum {@link Keys#QUORUM}
 * @param beat {@link Keys#BEAT}
 * @param opcounter {@link Keys#OPCOUNTER}
 */
public record Metadata(
        @Nullable Long epoch,
        @Nullable Long fence,
        @Nullable Long quorum,
        @Nullable Beat beat,
        @Nullable Long opcounter) {
    /** Of a server without any of the keys. */
    public static final Metadata NONE = new Metadata(null, null, null, null, null);

    /** The epoch for comparisons with a record: absent is below every epoch. */
    public long epochOrZero() {
        return epoch == null ? 0 : epoch;
    }

    /** The stamp for comparisons with a record: absent is below every epoch. */
    public long fenceOrZero() {
        return fence == null ? 0 : fence;
    }
}
