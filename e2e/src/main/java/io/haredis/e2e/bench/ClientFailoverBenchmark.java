package io.haredis.e2e.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.haredis.client.HaRedisClient;
import io.haredis.e2e.Images;
import io.haredis.e2e.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisSentinelClient;

/**
 * How long sixteen threads that write through one client cannot, when the master is lost or moved. Arguments: the folder for the
 * results, the scenario ({@code client-kill}, {@code client-frozen}, {@code client-move} on the local cluster with the
 * operator; {@code peer-npm}, {@code peer-sentinel} on processes of this machine), how many times, and for the first peer
 * the folder that npm installed into.
 */
public final class ClientFailoverBenchmark {
    /** As long as the operator's default {@code failover.timeoutMilliseconds}. */
    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);

    private ClientFailoverBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ClientScenario scenario = ClientScenario.named(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        Path work = folder.resolveSibling("bench-peers").toAbsolutePath();
        switch (scenario) {
            case CLIENT_KILL, CLIENT_FROZEN, CLIENT_MOVE -> underOperator(folder, scenario, runs);
            case PEER_NPM -> npm(folder, work, runs);
            case PEER_SENTINEL -> sentinel(folder, work, runs);
        }
    }

    private static void underOperator(Path folder, ClientScenario scenario, int runs) throws IOException {
        if (Reach.fromEnvironment() != Reach.LOCAL) {
            throw new IllegalArgumentException("the client must reach the pods: local cluster only");
        }
        Events events = new Events();
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                OperatorStage stage = new OperatorStage(kubernetes, scenario)) {
            HaRedisClient client = HaRedisClient.builder()
                    .nodes(stage.service().address())
                    .auth(String.valueOf(stage.password()))
                    .poolConfig(pool())
                    .listener(events)
                    .build();
            try (JedisWriters writers = new JedisWriters(client, "before")) {
                new ClientShooter(scenario, stage, writers, events).shoot(folder, runs);
            }
        }
    }

    private static void sentinel(Path folder, Path work, int runs) throws IOException {
        try (LoopbackStage stage = new LoopbackStage(work.resolve("sentinel"), server(), DOWN_AFTER)) {
            RedisSentinelClient client = RedisSentinelClient.builder()
                    .masterName(LoopbackStage.MASTER_NAME)
                    .sentinels(stage.sentinels())
                    .poolConfig(pool())
                    .build();
            try (JedisWriters writers = new JedisWriters(client, "before")) {
                new ClientShooter(ClientScenario.PEER_SENTINEL, stage, writers, new Events()).shoot(folder, runs);
            }
        }
    }

    private static void npm(Path folder, Path work, int runs) throws IOException {
        try (LoopbackStage stage = new LoopbackStage(work.resolve("npm"), server(), null);
                NpmWriters writers = new NpmWriters(work, stage.servers())) {
            new ClientShooter(ClientScenario.PEER_NPM, stage, writers, new Events()).shoot(folder, runs);
        }
    }

    /** A connection for each thread. */
    private static ConnectionPoolConfig pool() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(Writers.THREADS);
        pool.setMaxIdle(Writers.THREADS);
        return pool;
    }

    /** The image's server, as {@code e2e/servers} names it: {@code redis-8.0} for {@code .../redis:8.0}. */
    private static String server() {
        String image = Images.usual(Reach.LOCAL);
        return image.substring(image.lastIndexOf('/') + 1).replace(':', '-');
    }
}
