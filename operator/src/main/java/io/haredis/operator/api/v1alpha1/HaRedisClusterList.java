package io.haredis.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** All cluster objects that can be read. The Kubernetes client finds this class by its name. */
public final class HaRedisClusterList extends DefaultKubernetesResourceList<HaRedisCluster> {
    private static final long serialVersionUID = 1L;

    /** Leaves out those that cannot be read. */
    @Override
    public void setItems(List<HaRedisCluster> items) {
        List<HaRedisCluster> readable = new ArrayList<>(items);
        readable.removeIf(Objects::isNull);
        super.setItems(readable);
    }
}
