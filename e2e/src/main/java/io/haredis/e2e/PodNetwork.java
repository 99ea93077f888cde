package io.haredis.e2e;

import java.io.UncheckedIOException;
import java.util.Collection;

/** The network of a pod in the local cluster, which packets can be kept out of. It dies with the pod. */
public final class PodNetwork {
    private static final String TABLE = "inet haredis_cut";

    private final ContainerProcess process;

    private PodNetwork(ContainerProcess process) {
        this.process = process;
    }

    /** The network that this process is in. */
    public static PodNetwork of(ContainerProcess process) {
        return new PodNetwork(process);
    }

    /** Nothing comes from these addresses any more, and nothing goes there; connections stay open. */
    public void drop(Collection<String> addresses) {
        String set = "{ " + String.join(", ", addresses) + " }";
        nft("add table " + TABLE
                + "; add chain " + TABLE + " in { type filter hook input priority 0; }"
                + "; add chain " + TABLE + " out { type filter hook output priority 0; }"
                + "; add rule " + TABLE + " in ip saddr " + set + " drop"
                + "; add rule " + TABLE + " out ip daddr " + set + " drop");
    }

    /** All packets pass again; also if the pod is gone. */
    public void pass() {
        try {
            nft("delete table " + TABLE);
        } catch (UncheckedIOException gone) {
            // With the process, and the table with it.
        }
    }

    private void nft(String commands) {
        Shell.run("nsenter", "--target", Long.toString(process.pid()), "--net", "nft", commands);
    }
}
