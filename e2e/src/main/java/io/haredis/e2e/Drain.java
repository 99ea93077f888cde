package io.haredis.e2e;

import java.time.Duration;

/** A Kubernetes node emptied of some pods, as an administrator does it. */
public final class Drain {
    private static final Duration AT_MOST = Duration.ofSeconds(70);

    private Drain() {}

    /** Over when those that the selector names are gone; the node takes no more until {@link #undo}. */
    public static void start(String node, String selector) {
        Shell.run(
                AT_MOST,
                "kubectl",
                "drain",
                node,
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--pod-selector=" + selector,
                "--timeout=60s");
    }

    /** Pods may be placed there again. */
    public static void undo(String node) {
        Shell.run("kubectl", "uncordon", node);
    }
}
