package io.haredis.operator.simulate;

import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.resources.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The servers, their pods, and what the specification asks. */
final class Cluster {
    final World world;
    final Network network;
    final Checks checks;
    /** Told of all that takes effect. */
    Recorder recorder = Recorder.NONE;

    final Map<String, Node> nodes = new LinkedHashMap<>();
    /** Names of pods that are being deleted, or whose machine is cordoned. */
    final Set<String> leaving = new HashSet<>();

    final Set<String> cordoned = new HashSet<>();
    private final Map<String, Long> downSince = new HashMap<>();
    private final Map<String, Node> byHost = new HashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<SimulatedObserver> observers = new ArrayList<>();
    private final boolean quorum;
    private final long longestSync;
    private final Map<String, String> config = new HashMap<>();
    private int wanted;
    private int ids;
    private final List<Node> strangers = new ArrayList<>();

    Cluster(World world, int members, boolean quorum, long longestSync) {
        this.world = world;
        this.network = new Network(world);
        this.quorum = quorum;
        this.longestSync = longestSync;
        this.checks = new Checks(this);
        size(members);
    }

    /** The specification asks for so many nodes; new pods are made. */
    void size(int members) {
        wanted = members;
        ServerConfig.text(HaRedisClusterSpec.DEFAULT).lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0 && !line.startsWith("#")) {
                config.put(line.substring(0, space), line.substring(space + 1));
            }
        });
        config.put("min-replicas-to-write", Integer.toString(members / 2));
        config.put("maxmemory", "0");
        for (int i = 0; i < members; i++) {
            String name = "c-" + i;
            if (!nodes.containsKey(name)) {
                Node node = new Node(name, "10.0.0." + (i + 1), this);
                nodes.put(name, node);
                byHost.put(node.host, node);
                node.start(Node.Restart.EMPTY, 0);
            }
        }
    }

    int size() {
        return wanted;
    }

    boolean isQuorum() {
        return quorum;
    }

    /** As the operator's configuration file has it. */
    Map<String, String> serverConfig() {
        return config;
    }

    Policy policy(Requests requests) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            names.add("c-" + i);
        }
        return new Policy(names, Duration.ofSeconds(1), Duration.ZERO, quorum, false, null, false, 15, requests);
    }

    List<PodView> pods() {
        List<PodView> pods = new ArrayList<>();
        nodes.values().forEach(node -> {
            Long since = downSince.get(node.name);
            boolean ended = !node.isAlive() && since != null && world.now() - since > World.SECOND;
            pods.add(new PodView(
                    node.name,
                    "uid-" + node.name,
                    node.host,
                    false,
                    ended,
                    leaving.contains(node.name),
                    cordoned.contains(node.name)));
        });
        return pods;
    }

    void crash(Node node) {
        if (!node.isAlive()) {
            return;
        }
        node.crash();
        downSince.put(node.name, world.now());
        checks.failures();
        observers.forEach(observer -> observer.closed(node));
    }

    /** Its pod is deleted for good. */
    void remove(Node node) {
        crash(node);
        nodes.remove(node.name);
        byHost.remove(node.host);
        leaving.remove(node.name);
    }

    void start(Node node, Node.Restart restart, long loading) {
        if (!node.isAlive() && nodes.containsKey(node.name)) {
            node.start(restart, loading);
            checks.failures();
        }
    }

    /** The same, on a volume of another cluster. */
    void startOn(Node node, Data volume, long offset, long loading) {
        if (!node.isAlive() && nodes.containsKey(node.name)) {
            node.startOn(volume, offset, loading);
            checks.failures();
        }
    }

    /** A new pod of the name, whose volume is new as well; the process of before goes on. */
    Node succeed(Node node) {
        Node next = node.succeededAt("10.0.1." + strangers.size());
        strangers.add(node);
        nodes.put(next.name, next);
        byHost.put(next.host, next);
        observers.forEach(observer -> observer.succeeded(next));
        next.start(Node.Restart.EMPTY, 0);
        checks.failures();
        return next;
    }

    void endStrangers() {
        strangers.forEach(Node::crash);
        strangers.clear();
    }

    void watch(SimulatedObserver observer) {
        observers.add(observer);
    }

    void unwatch(SimulatedObserver observer) {
        observers.remove(observer);
    }

    @Nullable
    Node at(String host, int port) {
        return port == PodView.PORT ? byHost.get(host) : null;
    }

    String newId() {
        return "id" + ++ids;
    }

    long syncTime() {
        return world.anyOf(2 * World.MILLI, longestSync);
    }

    void connected(Connection connection) {
        if (!connection.isOperators()) {
            connections.removeIf(c -> !c.isOpen());
            connections.add(connection);
        }
    }

    /** CLIENT KILL TYPE normal USER default. */
    Object closeClients(Node node) {
        connections.forEach(c -> c.closed |= c.node == node);
        return 1L;
    }

    /** The nodes that are up. */
    List<Node> living() {
        return nodes.values().stream().filter(Node::isAlive).toList();
    }
}
