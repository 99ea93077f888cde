package io.haredis.e2e.history;

import java.util.List;
import java.util.Map;

/**
 * All that a node holds in the end, when nobody writes any more.
 *
 * @param node the pod
 * @param isMaster true if it says that it is one
 * @param lists numbers by key
 * @param counters values by key
 * @param own what must be the same everywhere besides: keys of haredis itself, and which keys there are
 * @param stamp {@code haredis:fence}, the last election that this node was asked to take part in; negative if absent
 */
public record Copy(
        String node,
        boolean isMaster,
        Map<String, List<Long>> lists,
        Map<String, Long> counters,
        Map<String, String> own,
        long stamp) {
    /** Among its own keys. */
    public static final String EPOCH = "haredis:epoch";

    /** Negative if there is none. */
    long epoch() {
        String epoch = own.getOrDefault(EPOCH, "");
        return epoch.matches("\\d{1,18}") ? Long.parseLong(epoch) : -1;
    }
}
