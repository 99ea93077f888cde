package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Promises 4 and 5: which writes must still be there, and whether they are. */
final class Losses {
    private final Cluster cluster;
    private final Checks checks;
    /** Writes acknowledged by WAIT while a minority at most had failed. */
    private final BitSet safe = new BitSet();
    /** Writes that a master accepted; lost in no schedule without a failure. */
    private final BitSet accepted = new BitSet();
    /** Writes that were on every member at once. */
    private final BitSet everywhere = new BitSet();

    /** Accepted, and since then neither deleted nor held by a majority that failed. */
    private final BitSet live = new BitSet();

    private boolean nothingFails;
    private @Nullable MasterRecord record;
    private @Nullable Node reigning;
    /** The process that was promoted: what is reborn at its place holds nothing, and reigns no more. */
    private String process = "";

    private long epoch;
    int acknowledged;

    Losses(Cluster cluster, Checks checks) {
        this.cluster = cluster;
        this.checks = checks;
    }

    /** From here on no server fails: whatever is accepted is kept. */
    void nothingFails() {
        nothingFails = true;
    }

    boolean mayNothingFail() {
        return nothingFails;
    }

    void accepted(int write, long inEpoch) {
        live.set(write);
        if (nothingFails && inEpoch >= epoch) {
            accepted.set(write);
        }
    }

    /** Data was deleted by the application: nothing from before need be there. */
    void forgive() {
        live.clear();
        safe.clear();
        accepted.clear();
        everywhere.clear();
    }

    /** A client holds the write for safe. */
    void acknowledged(int write, long inEpoch) {
        acknowledged++;
        // A replica that a person turned to a master of before acknowledges what that one takes.
        if (hasMajorityFailed() || !live.get(write) || (inEpoch < epoch && checks.wereTurnedByHand())) {
            return;
        }
        safe.set(write);
        Node master = reigning;
        if (master == null || !master.runId().equals(process)) {
            return; // whoever reigns next is asked for it
        }
        if (inEpoch < epoch && !master.data().writes.get(write) && master.data().flushes == 0) {
            checks.violated("5: write " + write + " of epoch " + inEpoch + " was acknowledged, and " + master
                    + " reigns in epoch " + epoch + " without it");
        }
    }

    void recorded(MasterRecord now) {
        record = now;
        failures();
    }

    /** A server has failed from its crash until the record counts its new process. */
    private boolean hasMajorityFailed() {
        MasterRecord now = record;
        if (now == null) {
            return true;
        }
        List<String> voters = now.voters();
        long failed = voters.stream()
                .map(cluster.nodes::get)
                .filter(n -> n == null || !n.isAlive() || !Checks.isCounted(now, n))
                .count();
        return failed > (voters.size() - 1) / 2;
    }

    void failures() {
        if (hasMajorityFailed()) {
            safe.clear();
            live.clear();
        }
    }

    /** From time to time: what every member holds by now. */
    void sample() {
        MasterRecord now = record;
        Node master = reigning;
        if (now == null || master == null) {
            return;
        }
        BitSet common = (BitSet) master.data().writes.clone();
        for (String voter : now.voters()) {
            Node node = cluster.nodes.get(voter);
            if (node == null || !node.isAlive() || !Checks.isCounted(now, node)) {
                return;
            }
            common.and(node.data().writes);
        }
        everywhere.or(common);
    }

    void promoted(Node node, long to, MasterRecord by) {
        if (to <= epoch) {
            return;
        }
        missing(node, safe)
                .ifPresent(lost -> checks.violated(
                        "5: " + node + " reigns in epoch " + to + " without " + lost + ", acknowledged by WAIT"));
        missing(node, accepted)
                .ifPresent(lost -> checks.violated(
                        "4: " + node + " reigns in epoch " + to + " without " + lost + ", though no server failed"));
        missing(node, everywhere)
                .ifPresent(lost -> cluster.living().stream()
                        .filter(n -> Checks.isCounted(by, n) && missing(n, lost).isEmpty())
                        .findFirst()
                        .ifPresent(n -> checks.violated("3: " + node + " reigns in epoch " + to + " without " + lost
                                + ", which every member had and " + n + " has kept")));
        reigning = node;
        process = node.runId();
        epoch = to;
    }

    private static java.util.Optional<BitSet> missing(Node node, BitSet writes) {
        BitSet lost = (BitSet) writes.clone();
        lost.andNot(node.data().writes);
        return lost.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(lost);
    }

    /** At the end: what the reigning master must have. */
    void settled(Node master) {
        missing(master, safe).ifPresent(lost -> checks.violated("5: at the end " + lost + " are gone from " + master));
        missing(master, accepted)
                .ifPresent(lost -> checks.violated("4: at the end " + lost + " are gone from " + master));
    }
}
