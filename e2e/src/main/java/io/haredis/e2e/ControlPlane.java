package io.haredis.e2e;

/** A process of the local cluster that is no container. */
public final class ControlPlane {
    private ControlPlane() {}

    /** The one API server. */
    public static ContainerProcess apiServer() {
        return new ContainerProcess(Long.parseLong(Shell.cluster("daemon-pid", "kube-apiserver")));
    }
}
