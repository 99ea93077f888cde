package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import java.util.ArrayList;
import java.util.List;

/** The container {@code redis} of a pod. */
final class ServerContainer {
    static final String CONFIG_VOLUME = "config";
    static final String DATA_VOLUME = "data";

    /**
     * A pod that is being deleted has just caused kube-proxy to sync, which it does at most once a second: the master
     * serves on until the Service can be moved at once (docs/failover.md, "A planned move").
     */
    private static final long PRE_STOP_SECONDS = 3;

    private ServerContainer() {}

    static Container of(HaRedisClusterSpec spec) {
        return new ContainerBuilder()
                .withName(Names.CONTAINER)
                .withImage(spec.image())
                .withImagePullPolicy(spec.imagePullPolicy())
                .withCommand("redis-server", ServerConfig.FOLDER + "/" + ServerConfig.FILE)
                .withArgs("--replica-announce-ip", "$(POD_IP)")
                .addNewEnv()
                .withName("POD_IP")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("status.podIP")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .addNewPort()
                .withName("redis")
                .withContainerPort(Names.PORT)
                .withProtocol("TCP")
                .endPort()
                .withResources(spec.resources())
                .withNewReadinessProbe()
                .withNewTcpSocket()
                .withPort(new IntOrString(Names.PORT))
                .endTcpSocket()
                .withPeriodSeconds(2)
                .withTimeoutSeconds(1)
                .withFailureThreshold(3)
                .endReadinessProbe()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(PRE_STOP_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                // Without a volume the server writes its resync file into the container itself.
                .withReadOnlyRootFilesystem(spec.storage() != null)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(mounts(spec))
                .build();
    }

    private static List<VolumeMount> mounts(HaRedisClusterSpec spec) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(new VolumeMountBuilder()
                .withName(CONFIG_VOLUME)
                .withMountPath(ServerConfig.FOLDER)
                .withReadOnly(true)
                .build());
        if (spec.storage() != null) {
            mounts.add(new VolumeMountBuilder()
                    .withName(DATA_VOLUME)
                    .withMountPath("/data")
                    .build());
        }
        return mounts;
    }
}
