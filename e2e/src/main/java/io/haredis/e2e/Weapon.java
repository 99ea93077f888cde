package io.haredis.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Ways to lose a Redis server. Aimed first, so that the shot itself takes no time. */
public final class Weapon {
    private final String description;
    private final Runnable shot;
    private final Runnable undo;

    private Weapon(String description, Runnable shot, Runnable undo) {
        this.description = description;
        this.shot = shot;
        this.undo = undo;
    }

    /** {@code kill -9} of the server's process in a local cluster; in any other the pod is deleted without grace. */
    public static Weapon aim(KubernetesClient kubernetes, Reach reach, String namespace, String pod) {
        if (reach == Reach.CURRENT) {
            return new Weapon(
                    "the pod is deleted without grace",
                    () -> kubernetes
                            .pods()
                            .inNamespace(namespace)
                            .withName(pod)
                            .withGracePeriod(0)
                            .delete(),
                    () -> {});
        }
        ContainerProcess server = ContainerProcess.of(namespace, pod, "redis");
        return new Weapon("kill -9 of the redis process", server::kill, () -> {});
    }

    /** The server's process sleeps; only in a local cluster. */
    public static Weapon freeze(String namespace, String pod) {
        ContainerProcess server = ContainerProcess.of(namespace, pod, "redis");
        return new Weapon("SIGSTOP of the redis process", server::freeze, server::thaw);
    }

    /** The node is off the network; only in a local cluster. */
    public static Weapon cut(String node) {
        return new Weapon(
                "the node " + node + " is cut off",
                () -> Shell.cluster("cut", node),
                () -> Shell.cluster("heal", node));
    }

    /** What it does. */
    public String description() {
        return description;
    }

    /** {@link System#nanoTime()} of the shot. */
    public long fire() {
        long now = System.nanoTime();
        shot.run();
        return now;
    }

    /** Wakes what sleeps, and heals what is cut. */
    public void undo() {
        undo.run();
    }
}
