package io.haredis.e2e.bench;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Poll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Three plain servers on loopback, with three Sentinels or with none: then the clients replace the master. One that was
 * killed comes back as a replica of the new master, which suits both.
 */
final class LoopbackStage implements Stage {
    static final String MASTER_NAME = "bench";
    private static final int SERVERS = 3;
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final String server;
    private final List<LoopbackServer> servers;
    private final List<LoopbackServer> sentinels;
    private @Nullable LoopbackServer aimedAt;

    /** @param timeOut Sentinel's {@code down-after-milliseconds}; null without Sentinels */
    LoopbackStage(Path folder, String server, @Nullable Duration timeOut) {
        this.server = server;
        this.servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> LoopbackServer.redis(folder.resolve("server-" + i), server))
                .toList();
        Endpoint first = servers.getFirst().endpoint();
        servers.stream().skip(1).forEach(replica -> replica.follow(first));
        this.sentinels = timeOut == null
                ? List.of()
                : IntStream.range(0, SERVERS)
                        .mapToObj(i -> LoopbackServer.sentinel(
                                folder.resolve("sentinel-" + i), server, configuration(first, timeOut)))
                        .toList();
        settle();
    }

    /** What is not said is Sentinel's default, but that a failover begins again sooner than after three minutes. */
    private static String configuration(Endpoint master, Duration timeOut) {
        return String.join(
                "\n",
                "sentinel monitor " + MASTER_NAME + " " + master.host() + " " + master.port() + " 2",
                "sentinel down-after-milliseconds " + MASTER_NAME + " " + timeOut.toMillis(),
                "sentinel failover-timeout " + MASTER_NAME + " 10000",
                "sentinel parallel-syncs " + MASTER_NAME + " " + (SERVERS - 1),
                "");
    }

    List<Endpoint> servers() {
        return servers.stream().map(LoopbackServer::endpoint).toList();
    }

    Set<HostAndPort> sentinels() {
        return sentinels.stream()
                .map(sentinel -> new HostAndPort(
                        sentinel.endpoint().host(), sentinel.endpoint().port()))
                .collect(Collectors.toSet());
    }

    @Override
    public String image() {
        return server;
    }

    @Override
    public void settle() {
        Poll.require("a master that all follow", AT_MOST, this::isSettled);
        Poll.pause(QUIET);
        Poll.require("a master that all follow", AT_MOST, this::isSettled);
    }

    private boolean isSettled() {
        List<LoopbackServer> masters = masters();
        if (masters.size() != 1) {
            return false;
        }
        String port = Integer.toString(masters.getFirst().endpoint().port());
        long following = servers.stream()
                .map(LoopbackServer::replication)
                .filter(info -> info.text("master_link_status").equals("up")
                        && info.text("master_port").equals(port))
                .count();
        return following == SERVERS - 1 && sentinels.stream().allMatch(sentinel -> knows(sentinel, port));
    }

    /** True if this Sentinel takes that one for the master, and all the others for well. */
    private static boolean knows(LoopbackServer sentinel, String port) {
        return sentinel.ask(jedis -> {
            List<String> master = jedis.sentinelGetMasterAddrByName(MASTER_NAME);
            return master != null
                    && port.equals(master.get(1))
                    && "master".equals(jedis.sentinelMaster(MASTER_NAME).get("flags"))
                    && areWell(jedis.sentinelReplicas(MASTER_NAME), "slave")
                    && areWell(jedis.sentinelSentinels(MASTER_NAME), "sentinel");
        });
    }

    private static boolean areWell(List<Map<String, String>> others, String flags) {
        return others.size() == SERVERS - 1
                && others.stream().allMatch(other -> Objects.equals(other.get("flags"), flags));
    }

    private List<LoopbackServer> masters() {
        return servers.stream().filter(one -> one.replication().isMaster()).toList();
    }

    @Override
    public Endpoint master() {
        Poll.require("a master", AT_MOST, () -> !masters().isEmpty());
        return masters().getFirst().endpoint();
    }

    @Override
    public @Nullable String password() {
        return null;
    }

    @Override
    public Shot aim() {
        LoopbackServer master = masters().getFirst();
        aimedAt = master;
        return new Shot(master::kill, () -> {});
    }

    @Override
    public void awaitEffect() {
        // It is in the writers' hands.
    }

    @Override
    public Map<String, Object> stages() {
        return Map.of();
    }

    @Override
    public void repair() {
        if (aimedAt != null && !aimedAt.isAlive()) {
            aimedAt.restartBehind(master());
        }
        settle();
    }

    @Override
    public void close() {
        sentinels.forEach(LoopbackServer::close);
        servers.forEach(LoopbackServer::close);
    }
}
