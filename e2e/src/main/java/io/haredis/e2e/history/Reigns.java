package io.haredis.e2e.history;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who reigned when, told by the first write that each epoch's master acknowledged. */
final class Reigns {
    private record Beginning(String server, long at) {}

    private final NavigableMap<Long, Beginning> byEpoch = new TreeMap<>();
    /** Highest epoch that had begun, by time. */
    private final NavigableMap<Long, Long> byTime = new TreeMap<>();

    Reigns(List<Write> writes) {
        for (Write write : writes) {
            if (write.isAcknowledged()) {
                byEpoch.merge(
                        write.epoch(),
                        new Beginning(write.server(), write.done()),
                        (one, other) -> one.at() <= other.at() ? one : other);
            }
        }
        long highest = Long.MIN_VALUE;
        TreeMap<Long, Long> beginnings = new TreeMap<>();
        byEpoch.forEach((epoch, beginning) -> beginnings.merge(beginning.at(), epoch, Math::max));
        for (Map.Entry<Long, Long> beginning : beginnings.entrySet()) {
            highest = Math.max(highest, beginning.getValue());
            byTime.put(beginning.getKey(), highest);
        }
    }

    /** When this epoch's master acknowledged its first write; null if it never did. */
    @Nullable
    Long began(long epoch) {
        Beginning beginning = byEpoch.get(epoch);
        return beginning == null ? null : beginning.at();
    }

    /** The first epoch after this one that acknowledged anything; null if none did. */
    @Nullable
    Long next(long epoch) {
        return byEpoch.higherKey(epoch);
    }

    /** How long after another server's later reign had begun this write was sent; 0 if none had. */
    long lateness(Write write) {
        Map.Entry<Long, Long> reigning = byTime.lowerEntry(write.sent());
        if (reigning == null || reigning.getValue() <= write.epoch() || isMasterOf(reigning.getValue(), write)) {
            return 0;
        }
        Map.Entry<Long, Long> atReply = byTime.lowerEntry(write.done());
        if (atReply != null && isMasterOf(atReply.getValue(), write)) {
            return 0;
        }
        Long successor = byEpoch.higherKey(write.epoch());
        while (successor != null && isMasterOf(successor, write)) {
            successor = byEpoch.higherKey(successor);
        }
        return successor == null ? 0 : write.done() - at(successor);
    }

    private long at(long epoch) {
        Beginning beginning = byEpoch.get(epoch);
        return beginning == null ? Long.MAX_VALUE : beginning.at();
    }

    private boolean isMasterOf(long epoch, Write write) {
        Beginning beginning = byEpoch.get(epoch);
        return beginning != null && beginning.server().equals(write.server());
    }
}
