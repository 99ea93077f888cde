package io.haredis.e2e;

import java.util.Optional;

/**
 * The main process of a container in the local cluster, seen from the host.
 *
 * @param pid on the host
 */
public record ContainerProcess(long pid) {
    /** The process that runs now. */
    public static ContainerProcess of(String namespace, String pod, String container) {
        return find(namespace, pod, container)
                .orElseThrow(() -> new IllegalStateException("no process of " + namespace + "/" + pod));
    }

    /** The same, empty while none runs. */
    public static Optional<ContainerProcess> find(String namespace, String pod, String container) {
        String pid = Shell.cluster("pid", namespace + "/" + pod, container);
        return pid.isEmpty() ? Optional.empty() : Optional.of(new ContainerProcess(Long.parseLong(pid)));
    }

    /** {@code kill -9}, without a process of its own that takes time. */
    public void kill() {
        if (!ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
            throw new IllegalStateException("no process " + pid + " to kill");
        }
    }

    /** {@code kill -STOP}: it lives, and says nothing. */
    public void freeze() {
        Shell.run("kill", "-STOP", Long.toString(pid));
    }

    /** {@code kill -CONT}. */
    public void thaw() {
        Shell.run("kill", "-CONT", Long.toString(pid));
    }
}
