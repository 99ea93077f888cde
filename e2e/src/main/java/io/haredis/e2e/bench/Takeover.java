package io.haredis.e2e.bench;

import io.haredis.e2e.Accepted;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the acknowledgements tell of a planned move.
 *
 * @param to pod that accepted the first write after the old master; null if none did
 * @param nobody from the old master's last acknowledgement to the new one's first, in milliseconds; null if no other took over
 * @param pause the longest time between two acknowledgements, also those of one master: the machine's own pauses too
 * @param rest the same before the move was asked for, when only the machine pauses; null if nothing was listened to then
 * @param refusedAgain how often the new master refused or broke off after its first acknowledgement
 * @param oldAfterNew replies of the old master after the first of the new one
 * @param oldSentAfterNew those of them whose write was sent after it, so that no slow reader explains them
 */
record Takeover(
        @Nullable String to,
        @Nullable Double nobody,
        @Nullable Double pause,
        @Nullable Double rest,
        long refusedAgain,
        long oldAfterNew,
        long oldSentAfterNew) {
    /** Nobody took over. */
    static final Takeover NONE = new Takeover(null, null, null, null, 0, 0, 0);

    /**
     * @param accepted by the pods, from all writers that know them
     * @param master the old one
     * @param shot {@link System#nanoTime()} before the move was asked for
     */
    static Takeover of(List<Accepted> accepted, String master, long shot) {
        Optional<Accepted> first = accepted.stream()
                .filter(write -> !write.by().equals(master))
                .min(Comparator.comparingLong(Accepted::nanos));
        if (first.isEmpty()) {
            return NONE;
        }
        long since = first.get().nanos();
        List<Accepted> late = accepted.stream()
                .filter(write -> write.by().equals(master) && write.nanos() > since)
                .toList();
        List<Ack> acks = accepted.stream()
                .map(write -> new Ack(write.sent(), write.nanos()))
                .toList();
        long last = accepted.stream()
                .filter(write -> write.by().equals(master) && write.nanos() <= since)
                .mapToLong(Accepted::nanos)
                .max()
                .orElse(shot);
        long turns = accepted.stream()
                .filter(write -> !write.by().equals(master))
                .map(Accepted::turn)
                .distinct()
                .count();
        return new Takeover(
                first.get().by(),
                (since - last) / 1e6,
                Gaps.longest(acks, shot),
                atRest(acks, shot),
                turns - 1,
                late.size(),
                late.stream().filter(write -> write.sent() > since).count());
    }

    private static @Nullable Double atRest(List<Ack> acks, long shot) {
        List<Ack> before =
                acks.stream().filter(ack -> ack.acknowledged() <= shot).toList();
        OptionalLong first = before.stream().mapToLong(Ack::acknowledged).min();
        return first.isEmpty() ? null : Gaps.longest(before, first.getAsLong());
    }

    /** The same, of a move after which writes were not accepted again. */
    Takeover unended() {
        return new Takeover(to, null, null, rest, refusedAgain, oldAfterNew, oldSentAfterNew);
    }
}
