package io.haredis.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** The Redis servers of a cluster, asked directly as an application could. */
final class Servers {
    private static final int TIME_OUT_MILLIS = 5000;

    private final RedisCluster cluster;
    private final @Nullable String password;

    Servers(RedisCluster cluster) {
        this.cluster = cluster;
        this.password = cluster.password();
    }

    static Jedis connect(Endpoint endpoint, @Nullable String password) {
        return connect(endpoint, null, password);
    }

    private static Jedis connect(Endpoint endpoint, @Nullable String user, @Nullable String password) {
        return new Jedis(
                new HostAndPort(endpoint.host(), endpoint.port()),
                DefaultJedisClientConfig.builder()
                        .autoNegotiateProtocol(false)
                        .timeoutMillis(TIME_OUT_MILLIS)
                        .user(user)
                        .password(password)
                        .build());
    }

    Jedis connect(String pod) {
        return connect(endpoint(pod), password);
    }

    /** As the operator's own user, to the pod that the status names as master. */
    Jedis masterAsOperator() {
        return connect(endpoint(masterOf(cluster.get())), "operator", cluster.operatorPassword());
    }

    /** To the pod that the status names as master. */
    Jedis master() {
        return connect(masterOf(cluster.get()));
    }

    Endpoint endpoint(String pod) {
        return cluster.pods().stream()
                .filter(found -> found.name().equals(pod))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no pod " + pod));
    }

    static String masterOf(GenericKubernetesResource cluster) {
        return String.valueOf(RedisCluster.status(cluster, "master"));
    }

    /** {@code master}, {@code slave} or what else the server says of itself. */
    String role(String pod) {
        try (Jedis jedis = connect(pod)) {
            return String.valueOf(jedis.role().getFirst());
        }
    }

    /** Names of the pods whose servers say that they are masters. */
    List<String> masters() {
        return cluster.pods().stream()
                .map(Endpoint::name)
                .filter(pod -> role(pod).equals("master"))
                .toList();
    }

    /** Sets keys {@code key:1}, ... and waits for one replica to have them. */
    void fill(int keys) {
        try (Jedis jedis = master()) {
            Pipeline pipeline = jedis.pipelined();
            for (int i = 1; i <= keys; i++) {
                pipeline.set("key:" + i, Integer.toString(i));
            }
            pipeline.sync();
            if (jedis.waitReplicas(1, TIME_OUT_MILLIS) < 1) {
                throw new IllegalStateException("no replica has the keys");
            }
        }
    }

    /** Number of keys in database 0. */
    long size(String pod) {
        try (Jedis jedis = connect(pod)) {
            return jedis.dbSize();
        }
    }

    /** Of the writer's acknowledged writes those that the master does not have. */
    Set<Long> missing(Writer writer) {
        Set<Long> missing = new HashSet<>();
        try (Jedis jedis = master()) {
            List<Response<Boolean>> found = new ArrayList<>();
            Pipeline pipeline = jedis.pipelined();
            long last = writer.accepted();
            LongStream.rangeClosed(1, last).forEach(number -> found.add(pipeline.exists(writer.key(number))));
            pipeline.sync();
            for (int i = 0; i < found.size(); i++) {
                if (!found.get(i).get()) {
                    missing.add(i + 1L);
                }
            }
        }
        return missing;
    }

    /** The master's replication offset. */
    long offset() {
        try (Jedis jedis = master()) {
            return jedis.info("replication")
                    .lines()
                    .filter(line -> line.startsWith("master_repl_offset:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
