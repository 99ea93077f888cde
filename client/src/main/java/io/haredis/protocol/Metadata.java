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

    /** How far above the record's epoch a value is believed; more, and somebody else wrote it. */
    public static final long FAR = 1_000_000;

    /**
     * The same without an epoch or stamp so far above the record that no operator can have written it. Followed, it would
     * lead to numbers that no server can compare.
     */
    public Metadata credible(long recordEpoch) {
        return isFar(epoch, recordEpoch) || isFar(fence, recordEpoch)
                ? new Metadata(
                        isFar(epoch, recordEpoch) ? null : epoch,
                        isFar(fence, recordEpoch) ? null : fence,
                        quorum,
                        beat,
                        opcounter)
                : this;
    }

    private static boolean isFar(@Nullable Long value, long recordEpoch) {
        return value != null && value > recordEpoch + FAR;
    }

    /** The epoch for comparisons with a record: absent is below every epoch. */
    public long epochOrZero() {
        return epoch == null ? 0 : epoch;
    }

    /** The stamp for comparisons with a record: absent is below every epoch. */
    public long fenceOrZero() {
        return fence == null ? 0 : fence;
    }
}
