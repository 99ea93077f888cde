package io.haredis.e2e.history;

import java.util.List;
import java.util.Map;

/**
 * All that a node holds in the end, when nobody writes any more.
 *
 * @param node the pod
 * @param isMaster true for the one that reigns
 * @param lists numbers by key
 * @param counters values by key
 * @param own the keys of haredis itself that must be the same everywhere
 */
public record Copy(
        String node,
        boolean isMaster,
        Map<String, List<Long>> lists,
        Map<String, Long> counters,
        Map<String, String> own) {}
