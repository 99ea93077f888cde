package io.haredis.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Ways to lose a Redis server. Aimed first, so that the shot itself takes no time. */
public final class Weapon {
    private final String description;
    private final Shot shot;

    private Weapon(String description, Shot shot) {
        this.description = description;
        this.shot = shot;
    }

    private interface Shot {
        void fire() throws IOException, InterruptedException;
    }

    /** {@code kill -9} of the server's process in a local cluster; in any other the pod is deleted without grace. */
    public static Weapon aim(KubernetesClient kubernetes, Reach reach, String namespace, String pod)
            throws IOException, InterruptedException {
        if (reach == Reach.CURRENT) {
            return new Weapon(
                    "the pod is deleted without grace",
                    () -> kubernetes
                            .pods()
                            .inNamespace(namespace)
                            .withName(pod)
                            .withGracePeriod(0)
                            .delete());
        }
        long pid = Long.parseLong(run(clusterScript(), "pid", namespace + "/" + pod, "redis"));
        return new Weapon("kill -9 of the redis process", () -> run("kill", "-KILL", Long.toString(pid)));
    }

    /** What it does. */
    public String description() {
        return description;
    }

    /** {@link System#nanoTime()} of the shot. */
    public long fire() throws IOException, InterruptedException {
        long now = System.nanoTime();
        shot.fire();
        return now;
    }

    /** The script of the local cluster; the scripts in {@code e2e/bin} name it. */
    private static String clusterScript() {
        return System.getenv().getOrDefault("HAREDIS_CLUSTER_SCRIPT", "e2e/cluster/cluster");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return output;
    }
}
