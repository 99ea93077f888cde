package io.haredis.operator.resources;

import io.haredis.operator.api.v1alpha1.HaRedisCluster;

/** Names of a cluster's objects, {@code c} being the cluster's: {@code c-master}, {@code c-0}, {@code data-c-0}. */
public final class Names {
    /** Where every server listens. */
    public static final int PORT = 6379;

    /** The server's container in a pod; the obstacles of others are not the server's. */
    public static final String CONTAINER = "redis";

    private Names() {}

    public static String cluster(HaRedisCluster cluster) {
        return cluster.getMetadata().getName();
    }

    public static String pod(HaRedisCluster cluster, int ordinal) {
        return cluster(cluster) + "-" + ordinal;
    }

    public static String claim(HaRedisCluster cluster, int ordinal) {
        return "data-" + pod(cluster, ordinal);
    }

    /** Ordinal of a pod of this cluster, or -1 if the name is not one. */
    public static int ordinal(HaRedisCluster cluster, String pod) {
        String prefix = cluster(cluster) + "-";
        String rest = pod.startsWith(prefix) ? pod.substring(prefix.length()) : "";
        return rest.matches("0|[1-9][0-9]{0,5}") ? Integer.parseInt(rest) : -1;
    }

    /** The master record. */
    public static String masterRecord(HaRedisCluster cluster) {
        return cluster(cluster) + "-master";
    }

    public static String masterService(HaRedisCluster cluster) {
        return cluster(cluster) + "-master";
    }

    public static String replicaService(HaRedisCluster cluster) {
        return cluster(cluster) + "-replicas";
    }

    public static String nodeService(HaRedisCluster cluster) {
        return cluster(cluster) + "-nodes";
    }

    public static String config(HaRedisCluster cluster) {
        return cluster(cluster) + "-config";
    }

    /** The Secret with the application's password: the user's, or the generated one. */
    public static String authSecret(HaRedisCluster cluster) {
        String given = cluster.getSpec().auth().secretName();
        return given == null ? cluster(cluster) + "-auth" : given;
    }

    public static String operatorSecret(HaRedisCluster cluster) {
        return cluster(cluster) + "-operator";
    }
}
