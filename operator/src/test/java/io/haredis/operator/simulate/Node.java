package io.haredis.operator.simulate;

import io.haredis.operator.decide.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Redis server at one address: its process, its data, its disk. Replication is {@link Replication}'s. */
final class Node {
    /** What a restart leaves of the data. */
    enum Restart {
        /** Nothing. */
        EMPTY,
        /** The last snapshot, with its replication id and offset. */
        SNAPSHOT,
        /** Everything, under a new replication id. */
        LOG
    }

    private record Snapshot(Data data, String id, long offset) {}

    final String name;
    final String host;
    final World world;
    final Cluster cluster;
    /** By this name the network knows it. */
    String wire;

    private int process;
    private boolean alive;
    private long frozenUntil;
    private long loadingUntil;
    private long busyUntil;
    private Data data = new Data();
    private Replication replication;
    private @Nullable Snapshot disk;
    private final Map<String, Long> versions = new HashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private final Map<String, String> config = new HashMap<>();
    /** The last save failed; scripts fail half way; the log cannot be written; too much memory is used. */
    boolean saveFailed;

    boolean scriptsFail;
    /** Those of a master alone: a replica writes whatever its disk says. */
    boolean scriptsFailOnMaster;

    boolean appendFailed;
    boolean overMaxmemory;

    Node(String name, String host, Cluster cluster) {
        this.name = name;
        this.host = host;
        this.wire = name;
        this.cluster = cluster;
        this.world = cluster.world;
        this.replication = new Replication(this);
    }

    /** A new process, with what the restart leaves. */
    void start(Restart restart, long loading) {
        process++;
        alive = true;
        frozenUntil = 0;
        busyUntil = 0;
        loadingUntil = world.now() + loading;
        saveFailed = false;
        appendFailed = false;
        config.clear();
        config.putAll(cluster.serverConfig());
        replication = new Replication(this);
        Snapshot saved = disk;
        if (restart == Restart.SNAPSHOT && saved != null) {
            data = saved.data().copy();
            replication.history().begin(saved.id(), saved.offset());
        } else if (restart != Restart.LOG) {
            data = new Data();
            disk = null;
        }
        world.tell(
                name,
                () -> "starts as " + runId() + " with " + restart + ", epoch " + data.epoch() + ", "
                        + data.writes.cardinality() + " writes");
        String[] of = config.getOrDefault("replicaof", "NO ONE").split(" ", -1);
        replication.begin(of[0].equals("NO") ? null : of[0], of[0].equals("NO") ? 0 : Integer.parseInt(of[1]));
        cluster.recorder.started(this);
    }

    /** A new process on another volume; without an offset it is a log, which knows no replication id. */
    void startOn(Data volume, long offset, long loading) {
        data = volume;
        disk = offset == 0 ? null : new Snapshot(volume.copy(), cluster.newId(), offset);
        start(offset == 0 ? Restart.LOG : Restart.SNAPSHOT, loading);
    }

    /** Its pod was deleted by force: from here on it is a stranger, which nobody but its master knows. */
    Node succeededAt(String otherHost) {
        Node next = new Node(name, otherHost, cluster);
        next.process = process;
        wire = name + "-earlier";
        return next;
    }

    void crash() {
        world.tell(name, () -> "crashes (" + runId() + ")");
        alive = false;
        waiting.clear();
        replication.end();
    }

    /** A snapshot on its disk; a full sync leaves one behind too. */
    void save() {
        disk = new Snapshot(
                data.copy(), replication.history().id(), replication.history().offset());
    }

    void freeze(long until) {
        frozenUntil = Math.max(frozenUntil, until);
        int now = process;
        world.at(until, () -> {
            if (process == now) {
                thaw();
            }
        });
    }

    void thaw() {
        frozenUntil = 0;
        List<Runnable> late = List.copyOf(waiting);
        waiting.clear();
        late.forEach(Runnable::run);
    }

    boolean isFrozen() {
        return frozenUntil > world.now();
    }

    /** Runs it now, or when the process wakes; never if it ends before. */
    void whenAwake(Runnable what) {
        if (isFrozen()) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    boolean isAlive() {
        return alive;
    }

    boolean isLoading() {
        return loadingUntil > world.now();
    }

    /** Until then it answers nothing but that it is busy. */
    void busy(long until) {
        busyUntil = until;
    }

    boolean isBusy() {
        return busyUntil > world.now();
    }

    int process() {
        return process;
    }

    /** The process' run_id. */
    String runId() {
        return name + "-p" + process;
    }

    /** A master that takes writes once enough replicas follow it. */
    boolean isOpen() {
        return isMaster() && Integer.parseInt(config("min-replicas-to-write")) < Policy.CLOSED;
    }

    boolean isMaster() {
        return alive && replication.isMaster();
    }

    /** It follows nobody and accepts no writes. */
    boolean isFenced() {
        return alive && replication.isFenced();
    }

    Replication replication() {
        return replication;
    }

    Data data() {
        return data;
    }

    /** A full sync's, or a stream's, whole new data. Breaks the WATCH of keys that were there. */
    void load(Data other) {
        data.keys.keySet().forEach(this::touch);
        data = other;
    }

    /** One entry, of a stream or of a command here. */
    void apply(Entry entry) {
        if (entry.flush()) {
            data.keys.keySet().forEach(this::touch);
        } else if (entry.key() != null && (entry.value() != null || data.keys.containsKey(entry.key()))) {
            touch(entry.key());
        }
        entry.applyTo(data);
    }

    private void touch(String key) {
        versions.merge(key, 1L, Long::sum);
    }

    /** Changes with each write of the key. */
    long version(String key) {
        return versions.getOrDefault(key, 0L);
    }

    String config(String name) {
        return config.getOrDefault(
                name,
                switch (name) {
                    case "dbfilename" -> "dump.rdb";
                    case "min-replicas-max-lag" -> "2";
                    default -> "0";
                });
    }

    void config(String name, String value) {
        config.put(name, value);
        if (name.equals("min-replicas-to-write")) {
            replication.followers().countGood();
        }
    }

    /** True if the application's memory is above the limit now. */
    boolean isOverMaxmemory() {
        return overMaxmemory && !config("maxmemory").equals("0");
    }

    @Override
    public String toString() {
        return name;
    }
}
