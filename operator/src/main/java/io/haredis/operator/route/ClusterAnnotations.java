package io.haredis.operator.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.act.Annotations;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import org.jspecify.annotations.Nullable;

/** The annotations of one cluster object; changed only while they are as they were read. Thread-safe. */
public final class ClusterAnnotations implements Annotations {
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final ClusterRef cluster;

    /**
     * Those of this object.
     *
     * @param client a fencing client: short time-out, no second try
     */
    public ClusterAnnotations(KubernetesClient client, ClusterRef cluster) {
        this.client = client;
        this.cluster = cluster;
    }

    @Override
    public boolean has(String name, String value) throws StoreException {
        try {
            HaRedisCluster object = resource().get();
            return object != null
                    && cluster.equals(ClusterRef.of(object))
                    && object.getMetadata().getAnnotations() != null
                    && value.equals(object.getMetadata().getAnnotations().get(name));
        } catch (KubernetesClientException failure) {
            throw ApiErrors.of("cannot read " + describe(name), failure);
        }
    }

    @Override
    public boolean replace(String name, String from, @Nullable String to) throws StoreException {
        String path = "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", cluster.uid());
        patch.addObject().put("op", "test").put("path", path).put("value", from);
        if (to == null) {
            patch.addObject().put("op", "remove").put("path", path);
        } else {
            patch.addObject().put("op", "replace").put("path", path).put("value", to);
        }
        try {
            resource().patch(PatchContext.of(PatchType.JSON), patch.toString());
            return true;
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == UNPROCESSABLE || failure.getCode() == ApiErrors.NOT_FOUND) {
                return false;
            }
            throw ApiErrors.of("cannot change " + describe(name), failure);
        }
    }

    private Resource<HaRedisCluster> resource() {
        return client.resources(HaRedisCluster.class)
                .inNamespace(cluster.namespace())
                .withName(cluster.name());
    }

    private String describe(String name) {
        return "annotation " + name + " of HaRedisCluster " + cluster.namespace() + "/" + cluster.name();
    }
}
