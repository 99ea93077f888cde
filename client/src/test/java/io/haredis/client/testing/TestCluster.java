package io.haredis.client.testing;

import io.haredis.client.HaRedisClient;
import io.haredis.client.HaRedisClientBuilder;
import io.haredis.protocol.Gossip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Transaction;

/** Real servers, and the operator's part played by hand: docs/failover.md without the record. */
public final class TestCluster implements AutoCloseable {
    private static final String PROMOTE = "redis.call('SET','haredis:epoch',ARGV[1]);"
            + "redis.call('SET','haredis:quorum',ARGV[2]); redis.call('DEL','haredis:fence')";

    private final List<RedisServer> servers = new ArrayList<>();
    private long epoch;
    private RedisServer master;

    /** So many nodes, the first is master in epoch 1 and all others follow it. */
    public TestCluster(int nodes, Path base, String... config) {
        this(ServerVersion.DEFAULT, nodes, base, config);
    }

    /** The same, of this kind of server. */
    public TestCluster(ServerVersion version, int nodes, Path base, String... config) {
        int network = Networks.next();
        for (int i = 1; i <= nodes; i++) {
            servers.add(RedisServer.start(version, network, i, base, config));
        }
        master = servers.get(0);
        promote(master);
        followAll();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(this::isInSync);
    }

    private int k() {
        return servers.size() / 2;
    }

    /** The node, from 0. */
    public RedisServer server(int index) {
        return servers.get(index);
    }

    /** All of them. */
    public List<RedisServer> servers() {
        return servers;
    }

    /** Who reigns. */
    public RedisServer master() {
        return master;
    }

    /** The first that does not reign and is not the other. */
    public RedisServer replicaBut(RedisServer... others) {
        return servers.stream()
                .filter(s -> s != master && !List.of(others).contains(s))
                .findFirst()
                .orElseThrow();
    }

    /** The number of its reign. */
    public long epoch() {
        return epoch;
    }

    /** A client with the application's password that knows the first node only. */
    public HaRedisClientBuilder client() {
        return HaRedisClient.builder().nodes(server(0).host()).auth(RedisServer.PASSWORD);
    }

    /** Waits until this client knows the present master. What it writes before, to one that died just now, is of unknown outcome. */
    public void awaitFollowedBy(HaRedisClient client) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Objects.equals(client.view().epoch(), epoch()));
    }

    /** Unplanned: the master is lost, or taken for lost; the freshest of the others that answer wins. */
    public RedisServer elect() {
        return electWithout(master, () -> {});
    }

    /** The same; something happens just before the others are told. */
    public RedisServer electWithout(RedisServer old, Runnable beforeGossip) {
        List<RedisServer> others = servers.stream().filter(s -> s != old).toList();
        others.forEach(this::detach);
        master = others.stream()
                .max(Comparator.comparingLong(s -> Long.parseLong(s.info("slave_repl_offset"))))
                .orElseThrow();
        promote(master);
        others.stream().filter(s -> s != master).forEach(s -> follow(s, master));
        beforeGossip.run();
        gossip(others);
        return master;
    }

    /** Planned: the old master first, the target when it has everything, then gossip on all. */
    public RedisServer move(RedisServer target) {
        moveQuietly(target);
        gossip(servers);
        return target;
    }

    /** The same, and nobody is told. */
    public void moveQuietly(RedisServer target) {
        RedisServer old = master;
        long last = detach(old);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Long.parseLong(target.info("slave_repl_offset")) >= last);
        master = target;
        promote(target);
        followAll();
    }

    /** Makes it a replica of nobody; its last offset. */
    public long detach(RedisServer server) {
        try (Jedis jedis = server.as("operator", 15)) {
            Transaction steps = jedis.multi();
            steps.sendCommand(Command.REPLICAOF, "127.0.0.1", "1");
            var info = steps.sendCommand(Command.INFO, "replication");
            steps.exec();
            String text = new String((byte[]) info.get(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(l -> l.startsWith("slave_repl_offset:"))
                    .mapToLong(l -> Long.parseLong(l.substring(18).trim()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** One reign further, with this master. */
    public void promote(RedisServer server) {
        epoch++;
        try (Jedis jedis = server.as("operator", 15)) {
            jedis.watch("haredis:epoch", "haredis:fence");
            Transaction steps = jedis.multi();
            steps.sendCommand(Command.REPLICAOF, "NO", "ONE");
            steps.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", "0");
            steps.eval(PROMOTE, 0, String.valueOf(epoch), String.valueOf(k()));
            steps.sendCommand(Command.CONFIG, "SET", "min-replicas-to-write", String.valueOf(k()));
            steps.exec();
        }
    }

    /** Everybody who runs follows the master. */
    public void followAll() {
        servers.stream().filter(s -> s != master).forEach(s -> follow(s, master));
    }

    /** Points one node at another. */
    public void follow(RedisServer replica, RedisServer of) {
        try (Jedis jedis = replica.as("operator", 15)) {
            jedis.replicaof(of.host(), 6379);
        }
    }

    /** Announces the master on these nodes. */
    public void gossip(List<RedisServer> on) {
        for (RedisServer server : on) {
            try (Jedis jedis = server.as("operator", 15)) {
                jedis.publish(Gossip.CHANNEL, Gossip.payload(master.host(), 6379));
            }
        }
    }

    /** Returns when all replicas have all that the master has now. */
    public void awaitReplicated() {
        long offset = Long.parseLong(master.info("master_repl_offset"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> servers.stream()
                        .filter(s -> s != master)
                        .allMatch(s -> Long.parseLong(s.info("slave_repl_offset")) >= offset));
    }

    /** True if all that are not master have their link up. */
    public boolean isInSync() {
        return servers.stream()
                .filter(s -> s != master)
                .allMatch(s -> s.info("master_link_status").equals("up")
                        && s.info("master_replid").equals(master.info("master_replid")));
    }

    /** True once somebody is subscribed on each node. */
    public boolean isListenedTo() {
        return servers.stream().noneMatch(s -> s.info("pubsub_channels").equals("0"));
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
