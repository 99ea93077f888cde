package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.ServiceTemplate;

/** What the three Services have in common. */
final class RedisService {
    private RedisService() {}

    static Service of(HaRedisCluster cluster, String name, ServiceTemplate template) {
        return new ServiceBuilder()
                .withMetadata(new ObjectMetaBuilder(Owned.metadata(cluster, name))
                        .withLabels(Labels.with(template.labels(), Labels.of(cluster)))
                        .withAnnotations(template.annotations().isEmpty() ? null : template.annotations())
                        .build())
                .withNewSpec()
                .withType(template.type().text())
                .addNewPort()
                .withName("redis")
                .withProtocol("TCP")
                .withPort(Names.PORT)
                .withTargetPort(new IntOrString("redis"))
                .endPort()
                .endSpec()
                .build();
    }
}
