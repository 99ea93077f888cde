package io.haredis.operator.testing;

import io.haredis.operator.act.Actor;
import io.haredis.operator.act.Pace;
import io.haredis.operator.act.Scene;
import io.haredis.operator.act.Stages;
import io.haredis.operator.act.Step;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.loop.FailoverLoop;
import io.haredis.operator.loop.Happening;
import io.haredis.operator.loop.MasterChange;
import io.haredis.operator.loop.Observer;
import io.haredis.operator.loop.Ports;
import io.haredis.operator.loop.Reporter;
import io.haredis.operator.observe.ClusterObserver;
import io.haredis.operator.observe.SystemPace;
import io.haredis.operator.wire.JedisLinks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/** Real servers under real loops; only the Kubernetes API is in memory. */
public final class TestCluster implements AutoCloseable {
    /** The record. */
    public final MemoryRecords records = new MemoryRecords();
    /** The Service. */
    public final MemoryRoutes routes = new MemoryRoutes();
    /** What people ask for. */
    public final MemoryAnnotations annotations = new MemoryAnnotations();
    /** Nodes whose pods are being deleted. */
    public final Set<String> leaving = ConcurrentHashMap.newKeySet();
    /** Nodes whose Kubernetes nodes are cordoned. */
    public final Set<String> cordoned = ConcurrentHashMap.newKeySet();
    /** What the loops told. */
    public final List<Happening> happenings = new CopyOnWriteArrayList<>();
    /** Changes of master. */
    public final List<MasterChange> changes = new CopyOnWriteArrayList<>();

    private final ConcurrentMap<String, RedisServer> servers = new ConcurrentHashMap<>();
    private final int network = Networks.next();
    private final Path base;
    private final String[] config;
    private final List<Thread> loops = new ArrayList<>();
    private final List<ClusterObserver> observers = new ArrayList<>();
    private volatile Policy policy;
    private volatile @Nullable Decision last;

    /** Starts so many servers, and no loop yet. */
    public TestCluster(int nodes, Path base, String... config) {
        this.base = base;
        this.config = config;
        this.policy = policy(nodes, false);
        grow(nodes);
    }

    /** Three servers under an operator that leads, settled. */
    public static TestCluster settled(Path base) {
        TestCluster cluster = new TestCluster(3, base);
        cluster.operate(() -> true);
        cluster.settle(2);
        return cluster;
    }

    /** The policy for so many nodes. */
    public static Policy policy(int nodes, boolean quorum) {
        List<String> names = IntStream.range(0, nodes).mapToObj(i -> "c-" + i).toList();
        return new Policy(names, Duration.ofSeconds(1), Duration.ZERO, quorum, false, null, true, 15, Requests.NONE);
    }

    /** Changes the specification. */
    public void specify(Policy other) {
        policy = other;
        grow(other.names().size());
    }

    /** What a person asks for by these annotations, and by no others. */
    public void annotate(Map<String, String> wanted) {
        annotations.set(wanted);
    }

    private void grow(int nodes) {
        for (int i = servers.size(); i < nodes; i++) {
            String name = "c-" + i;
            servers.put(name, RedisServer.start(name, network, i + 1, base, config));
        }
    }

    /** Starts one operator's loop. */
    public Thread operate(BooleanSupplier leads) {
        return operate(leads, new SystemPace(), observer -> observer);
    }

    /** Starts one operator's loop with a clock of its own, which sees what is made of what is seen. */
    public Thread operate(BooleanSupplier leads, Pace pace, UnaryOperator<Observer> sight) {
        JedisLinks links = new JedisLinks(() -> RedisServer.PASSWORD, Duration.ofMillis(500));
        ClusterObserver observer = new ClusterObserver(this::pods, links, 15, pace);
        observers.add(observer);
        FailoverLoop loop = new FailoverLoop(
                new Ports(sight.apply(observer), links, records, routes, annotations, pace),
                this::asked,
                leads,
                new Recorder());
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                loop.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        loops.add(thread);
        return thread;
    }

    /** Ends all loops, as if the operators' processes were killed. */
    public void stop() {
        loops.forEach(Thread::interrupt);
        try {
            for (Thread loop : loops) {
                loop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        observers.forEach(ClusterObserver::close);
        loops.clear();
        observers.clear();
        last = null;
    }

    /** Carries out one action as an operator who decided it now, under a fault; null if it crashed. The silent do not answer. */
    public @Nullable Step act(Action action, Fault fault, RedisServer... silent)
            throws StoreException, InterruptedException {
        SystemPace pace = new SystemPace();
        JedisLinks links = new JedisLinks(() -> RedisServer.PASSWORD, Duration.ofMillis(500));
        try (ClusterObserver observer = new ClusterObserver(this::pods, links, 15, pace)) {
            long alive =
                    servers.values().stream().filter(RedisServer::isRunning).count() - silent.length;
            Snapshot seen = Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> observer.look(true), s -> s.states().count() == alive);
            Scene scene = new Scene(asked(), seen, records.read().orElse(null), new Stages(pace, pace.nanos()));
            return new Actor(fault.on(links), fault.on(records), annotations, pace).act(action, scene);
        } catch (OperatorCrash e) {
            return null;
        }
    }

    /** Waits until the recorded master reigns, so many replicas are in sync and counted, and nothing is left to do. */
    public void settle(int replicas) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptions()
                    .until(() -> isSettled(replicas));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not settled: " + last + " with " + record() + " after " + happenings, e);
        }
    }

    private boolean isSettled(int replicas) {
        Decision seen = last;
        return seen != null
                && seen.verdict() == Verdict.REIGNS
                && seen.actions().isEmpty()
                && record().epoch() == number(master().ask("GET", "haredis:epoch"))
                && master().isMaster()
                && online() >= replicas;
    }

    private long online() {
        MasterRecord record = record();
        return servers.values().stream()
                .filter(s -> !s.name().equals(record.holder()))
                .filter(s -> {
                    try {
                        return record.counts(s.name(), s.runId())
                                && s.info("master_link_status").equals("up")
                                && s.info("master_host").equals(master().host());
                    } catch (JedisException e) {
                        return false;
                    }
                })
                .count();
    }

    private static long number(String text) {
        return text.matches("\\d+") ? Long.parseLong(text) : -1;
    }

    /** The servers that are master now, but for those that would not answer. */
    public List<String> masters(RedisServer... silent) {
        return servers.values().stream()
                .filter(s -> !List.of(silent).contains(s))
                .filter(s -> {
                    try {
                        return s.isMaster();
                    } catch (JedisException e) {
                        return false;
                    }
                })
                .map(RedisServer::name)
                .toList();
    }

    /** The policy with what people ask for now. */
    private Policy asked() {
        return policy.asking(annotations.requests());
    }

    private Collection<PodView> pods() {
        return servers.values().stream()
                .map(s -> new PodView(
                        s.name(),
                        "uid-" + s.name(),
                        s.host(),
                        false,
                        false,
                        leaving.contains(s.name()),
                        cordoned.contains(s.name())))
                .toList();
    }

    /** The server of that name. */
    public RedisServer server(String name) {
        return java.util.Objects.requireNonNull(servers.get(name));
    }

    /** All servers. */
    public Collection<RedisServer> servers() {
        return servers.values();
    }

    /** The record as it is. */
    public MasterRecord record() {
        return records.read().orElseThrow().record();
    }

    /** The recorded master's server. */
    public RedisServer master() {
        return server(record().holder());
    }

    /** What the last pass decided. */
    public @Nullable Decision last() {
        return last;
    }

    private final class Recorder implements Reporter {
        @Override
        public void saw(Snapshot snapshot, @Nullable MasterRecord record, Decision decision) {
            last = decision;
        }

        @Override
        public void happened(Happening happening) {
            happenings.add(happening);
        }

        @Override
        public void changed(MasterChange change) {
            changes.add(change);
        }
    }

    @Override
    public void close() {
        loops.forEach(Thread::interrupt);
        observers.forEach(ClusterObserver::close);
        servers.values().forEach(RedisServer::close);
    }
}
