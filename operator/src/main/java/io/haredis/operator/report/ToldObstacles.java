package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which obstacles people have read of, so that each is told once while it lasts. Not to be seen in the status: the state of
 * a node that serves says nothing of what its pod meets. Used by one thread.
 */
final class ToldObstacles {
    private final Map<String, Set<String>> told = new HashMap<>();

    /** A new leader goes on from the status that it found. */
    void goOnFrom(@Nullable HaRedisClusterStatus found) {
        told.clear();
        if (found != null) {
            found.nodes().forEach(node -> add(node.pod(), String.valueOf(node.state())));
        }
    }

    /** Those of now that were not told yet, by pod; they count as told from here on. */
    SortedMap<String, Obstacle> news(Map<String, Obstacle> now) {
        told.keySet().retainAll(now.keySet());
        SortedMap<String, Obstacle> news = new TreeMap<>();
        now.forEach((pod, obstacle) -> {
            if (add(pod, obstacle.reason())) {
                news.put(pod, obstacle);
            }
        });
        return news;
    }

    private boolean add(String pod, String reason) {
        return told.computeIfAbsent(pod, p -> new HashSet<>()).add(reason);
    }
}
