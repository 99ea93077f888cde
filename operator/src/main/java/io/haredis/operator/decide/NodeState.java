package io.haredis.operator.decide;

import io.haredis.protocol.Lineage;
import io.haredis.protocol.Metadata;
import io.haredis.protocol.ServerInfo.Follower;
import java.util.List;

/**
 * What one server says of itself.
 *
 * @param runId its process
 * @param version its Redis version, of Valkey the one it is compatible with
 * @param role what it is
 * @param lineage its data's origin and length
 * @param keys the metadata in its data
 * @param health what is wrong with it
 * @param followers the replicas that a master sees
 * @param settings the settings that role changes touch
 * @param disk what it saves, and where
 */
public record NodeState(
        String runId,
        String version,
        Role role,
        Lineage lineage,
        Metadata keys,
        Health health,
        List<Follower> followers,
        Settings settings,
        Disk disk) {

    /** The same without what no operator can have written into its keys; see {@link Metadata#credible}. */
    public NodeState credible(long recordEpoch) {
        Metadata credible = keys.credible(recordEpoch);
        return credible.equals(keys)
                ? this
                : new NodeState(runId, version, role, lineage, credible, health, followers, settings, disk);
    }

    /**
     * What is wrong with a server.
     *
     * @param loading it reads its data set and answers little
     * @param syncing it is receiving a full copy of its master's data
     * @param saveFailed its last RDB save failed
     * @param appendFailed its last write to the append-only file failed
     * @param overMaxmemory it uses more memory than it may
     */
    public record Health(
            boolean loading, boolean syncing, boolean saveFailed, boolean appendFailed, boolean overMaxmemory) {
        /** Nothing is wrong. */
        public static final Health GOOD = new Health(false, false, false, false, false);
    }

    /**
     * Settings at run time; negative where not read.
     *
     * @param minReplicas {@code min-replicas-to-write}
     * @param maxLag {@code min-replicas-max-lag} in seconds
     * @param maxmemory {@code maxmemory} in bytes, 0 for no limit
     */
    public record Settings(long minReplicas, long maxLag, long maxmemory) {
        /** Not read yet. */
        public static final Settings UNKNOWN = new Settings(-1, -1, -1);
    }

    /**
     * What a server saves, and where.
     *
     * @param file {@code dbfilename}
     * @param busySeconds for how long it has been saving or rewriting its append-only file, negative if it is not
     * @param hasData it holds keys besides our own
     */
    public record Disk(String file, long busySeconds, boolean hasData) {
        /** A server without data. */
        public static final Disk EMPTY = new Disk(Divergence.DEFAULT_FILE, -1, false);

        /** True while a save or a rewrite runs. */
        public boolean isBusy() {
            return busySeconds >= 0;
        }
    }

    /** True if it accepts the role of a master. */
    public boolean isMaster() {
        return role instanceof Role.Master;
    }

    /** True if it follows nobody and accepts no writes. */
    public boolean isFenced() {
        return role instanceof Role.Fenced;
    }

    /** True if it follows the server at this address. */
    public boolean follows(String host, int port) {
        return role instanceof Role.Replica r && r.host().equals(host) && r.port() == port;
    }

    /** True if its replication link is up. */
    public boolean isLinkUp() {
        return role instanceof Role.Replica r && r.linkUp();
    }
}
