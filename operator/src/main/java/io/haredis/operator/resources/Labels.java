package io.haredis.operator.resources;

import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labels and annotations by which objects are found. */
public final class Labels {
    public static final String CLUSTER = "haredis.io/cluster";
    public static final String NODE = "haredis.io/node";
    /** On pods; belongs to the failover loop. */
    public static final String ROLE = "haredis.io/role";

    public static final String ROLE_MASTER = "master";
    /** Only replicas in sync have it. */
    public static final String ROLE_REPLICA = "replica";

    /** Annotation of the master Service; belongs to the failover loop. */
    public static final String EPOCH = "haredis.io/epoch";
    /** Annotation of volume claims: for which object's uid they were made, also when nobody owns them. */
    public static final String CLUSTER_UID = "haredis.io/cluster-uid";

    /** On every object but volume claims: a tool that tracks by it, as Argo CD does, prunes what has it and no owner. */
    public static final String INSTANCE = "app.kubernetes.io/instance";

    private Labels() {}

    /** Labels of every object of a cluster that goes with it. */
    public static Map<String, String> of(HaRedisCluster cluster) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", "haredis");
        labels.put(INSTANCE, Names.cluster(cluster));
        labels.put("app.kubernetes.io/managed-by", "haredis-operator");
        labels.put(CLUSTER, Names.cluster(cluster));
        return labels;
    }

    /** Labels of what belongs to one node. */
    public static Map<String, String> of(HaRedisCluster cluster, int ordinal) {
        Map<String, String> labels = of(cluster);
        labels.put(NODE, Names.pod(cluster, ordinal));
        return labels;
    }

    /** Labels of a node's volume claim, which may outlive the cluster. */
    static Map<String, String> ofClaim(HaRedisCluster cluster, int ordinal) {
        Map<String, String> labels = of(cluster, ordinal);
        labels.remove(INSTANCE);
        return labels;
    }

    /** Selects all pods of a cluster. */
    public static Map<String, String> selector(HaRedisCluster cluster) {
        return Map.of(CLUSTER, Names.cluster(cluster));
    }

    /** The same as text, for {@code status.selector}. */
    public static String selectorText(HaRedisCluster cluster) {
        return CLUSTER + "=" + Names.cluster(cluster);
    }

    /** The user's first, so that they never replace ours. */
    static Map<String, String> with(Map<String, String> users, Map<String, String> ours) {
        Map<String, String> all = new LinkedHashMap<>(users);
        all.putAll(ours);
        return all;
    }
}
