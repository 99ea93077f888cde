package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.api.v1alpha1.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Pod {@code NAME-0} and so on: one server. It has no emptyDir, which a drain would refuse, and no liveness probe, since
 * a long script or load must not kill a server. To be created; a pod that exists is never changed.
 */
public final class NodePod {
    private NodePod() {}

    public static Pod of(HaRedisCluster cluster, int ordinal) {
        return new PodBuilder()
                .withMetadata(metadata(cluster, ordinal))
                .withSpec(spec(cluster, ordinal))
                .build();
    }

    private static ObjectMeta metadata(HaRedisCluster cluster, int ordinal) {
        PodTemplate template = cluster.getSpec().podTemplate();
        return new ObjectMetaBuilder(Owned.metadata(cluster, Names.pod(cluster, ordinal)))
                .withLabels(Labels.with(template.labels(), Labels.of(cluster, ordinal)))
                .withAnnotations(template.annotations().isEmpty() ? null : template.annotations())
                .build();
    }

    private static PodSpec spec(HaRedisCluster cluster, int ordinal) {
        HaRedisClusterSpec spec = cluster.getSpec();
        PodTemplate template = spec.podTemplate();
        List<Container> containers = new ArrayList<>();
        containers.add(ServerContainer.of(spec));
        containers.addAll(template.containers());
        return new PodSpecBuilder()
                .withHostname(Names.pod(cluster, ordinal))
                .withSubdomain(Names.nodeService(cluster))
                .withContainers(containers)
                .withVolumes(volumes(cluster, ordinal))
                .withImagePullSecrets(spec.imagePullSecrets())
                .withSecurityContext(PodSecurity.of(template.securityContext()))
                .withServiceAccountName(template.serviceAccountName())
                // Redis needs no token; who names an account has a use for one.
                .withAutomountServiceAccountToken(template.serviceAccountName() == null ? Boolean.FALSE : null)
                .withEnableServiceLinks(false)
                // SIGTERM comes after the preStop sleep; saving a large data set takes the rest.
                .withTerminationGracePeriodSeconds(
                        template.terminationGracePeriodSeconds().longValue())
                .withNodeSelector(template.nodeSelector().isEmpty() ? null : template.nodeSelector())
                .withAffinity(Spreading.affinity(cluster))
                .withTolerations(template.tolerations())
                .withTopologySpreadConstraints(Spreading.constraints(cluster))
                .withPriorityClassName(template.priorityClassName())
                .build();
    }

    private static List<Volume> volumes(HaRedisCluster cluster, int ordinal) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new VolumeBuilder()
                .withName(ServerContainer.CONFIG_VOLUME)
                .withNewProjected()
                .withDefaultMode(0440)
                .addNewSource()
                .withNewConfigMap()
                .withName(Names.config(cluster))
                .addNewItem(ServerConfig.FILE, null, ServerConfig.FILE)
                .endConfigMap()
                .endSource()
                .addNewSource()
                .withNewSecret()
                .withName(Names.operatorSecret(cluster))
                .addNewItem(Users.FILE, null, Users.FILE)
                .endSecret()
                .endSource()
                .endProjected()
                .build());
        if (cluster.getSpec().storage() != null) {
            volumes.add(new VolumeBuilder()
                    .withName(ServerContainer.DATA_VOLUME)
                    .withNewPersistentVolumeClaim()
                    .withClaimName(Names.claim(cluster, ordinal))
                    .endPersistentVolumeClaim()
                    .build());
        }
        return volumes;
    }
}
