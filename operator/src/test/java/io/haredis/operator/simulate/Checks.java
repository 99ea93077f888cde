package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.Member;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.ErrorReply;
import io.haredis.protocol.Mark;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The promises of the README, checked at each event that could break one. The first that breaks is kept. */
final class Checks {
    private final Cluster cluster;
    private final World world;
    private final Losses losses;
    private final Map<Long, MasterRecord> history = new HashMap<>();
    private final Map<Long, String> writer = new HashMap<>();
    /** Per operator: the processes it fenced since it last looked. */
    private final Map<String, Map<String, String>> fenced = new HashMap<>();

    private final BitSet marked = new BitSet();
    /** What a master made by hand accepted. */
    private final BitSet strange = new BitSet();

    private @Nullable String violation;
    private boolean begun;
    /** Somebody did by hand what only the operator may: what that server does is not ours. */
    private final List<String> meddled = new ArrayList<>();

    private final Set<String> byHand = new HashSet<>();
    /** Made to follow somebody by hand, or a master made by hand: what that wiped is gone, what came instead is no reign's. */
    private final Set<String> turned = new HashSet<>();

    /** The record of the planned move since which nobody was elected, however often the record was raised. */
    private @Nullable MasterRecord lastMove;

    private boolean forged;
    int promotions;

    Checks(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.losses = new Losses(cluster, this);
    }

    Losses losses() {
        return losses;
    }

    @Nullable
    String violation() {
        return violation;
    }

    void violated(String promise) {
        if (violation == null) {
            violation = promise;
            world.tell("VIOLATED", () -> promise);
            world.stop();
        }
    }

    /** Who makes a master by hand loses writes: the promises are for what comes after. */
    void meddled(Node node, boolean follows) {
        if (follows) {
            turned.add(node.runId());
        }
        meddled.add(node.runId());
        byHand.add(node.runId());
        losses.forgive();
        marked.clear();
    }

    boolean wereTurnedByHand() {
        return !turned.isEmpty();
    }

    void forged() {
        forged = true;
    }

    void looks(String operator) {
        fenced.computeIfAbsent(operator, o -> new HashMap<>()).clear();
    }

    /** A master accepts a client's write, or a FLUSHALL (negative). */
    void accepted(Node node, int write) {
        long epoch = node.data().epoch();
        if (write < 0) {
            losses.forgive();
            marked.clear();
        }
        if (write >= 0 && meddled.contains(node.runId())) {
            strange.set(write);
        }
        if (write < 0 || meddled.contains(node.runId())) {
            return;
        }
        losses.accepted(write, epoch);
        if (epoch > 0 && !forged) {
            String other = writer.putIfAbsent(epoch, node.runId());
            if (other != null && !other.equals(node.runId())) {
                violated("1: " + other + " and " + node.runId() + " both accepted writes in epoch " + epoch);
            }
        }
    }

    void demoted(Node node) {
        meddled.remove(node.runId());
    }

    /** An operator's transaction was carried out. */
    void exec(Connection connection, List<Command> commands, boolean wasMaster, List<Object> replies) {
        Node node = connection.node;
        Command first = commands.getFirst();
        boolean half = replies.stream().anyMatch(ErrorReply.class::isInstance);
        world.tell(
                connection.client,
                () -> "EXEC on " + node + ": " + commands.size() + " commands, first " + first.words()
                        + (half ? ", half done" : ", done") + ", epoch "
                        + node.data().epoch());
        boolean staysDetached =
                commands.stream().filter(c -> c.name().equals("REPLICAOF")).count() == 1;
        boolean demotes = commands.getLast().name().equals("INFO"); // for a move, and for no election
        if (first.name().equals("REPLICAOF")
                && first.words().get(2).equals("1")
                && staysDetached
                && !demotes
                && !half) {
            fenced.computeIfAbsent(connection.client, o -> new HashMap<>()).put(node.name, node.runId());
        }
        if (first.name().equals("REPLICAOF") && first.words().get(1).equals("NO") && !half) {
            promoted(node);
        }
    }

    private void promoted(Node node) {
        promotions++;
        long epoch = node.data().epoch();
        MasterRecord record = history.get(epoch);
        if (record == null
                || !record.holder().equals(node.name)
                || !record.chosen().runId().equals(node.runId())) {
            violated("2: " + node.runId() + " was promoted to epoch " + epoch + ", and no majority chose it");
            return;
        }
        if (!node.data().kept && begun && !turned.contains(node.runId())) {
            cluster.living().stream()
                    .filter(n -> n != node && n.data().kept && record.counts(n.name, n.runId()))
                    .findFirst()
                    .ifPresent(n ->
                            violated("3: " + node + " is empty and was promoted over " + n + ", which kept the data"));
        }
        begun = true;
        meddled.remove(node.runId());
        node.data().kept = true;
        node.data().foreign = false;
        losses.promoted(node, epoch, record);
    }

    boolean isMadeByHand(Node node) {
        return meddled.contains(node.runId());
    }

    /** A full sync replaces a server's data; of one that was begun from a master made by hand nothing is promised. */
    void fullSync(Node replica, Node master, Data copy, boolean byHand) {
        if (byHand || isMadeByHand(master) || isMadeByHand(replica)) {
            turned.add(replica.runId());
            return;
        }
        if (!copy.kept && replica.data().kept) {
            violated("3: " + replica + ", which kept the data, is wiped by " + master + ", which is empty");
        }
        ForeignVolumes.copied(this, replica, master, copy);
        if (copy.epoch() > 0 && copy.epoch() < replica.data().epoch() && !forged) {
            violated("3: " + replica + " of epoch " + replica.data().epoch() + " is wiped by " + master + " of epoch "
                    + copy.epoch());
        }
    }

    /** The record changed. */
    void recorded(String operator, @Nullable MasterRecord old, MasterRecord now) {
        if (old != null && now.epoch() < old.epoch()) {
            violated("1: the record's epoch fell from " + old.epoch() + " to " + now.epoch());
        }
        if (now.chosen().runId().isEmpty()) {
            history.remove(now.epoch()); // raised above a stamp: nobody reigns in that epoch
        } else {
            MasterRecord before = history.putIfAbsent(now.epoch(), now);
            if (before != null && !before.chosen().equals(now.chosen())) {
                violated("1: epoch " + now.epoch() + " was given to " + before.holder() + " and to " + now.holder());
            }
        }
        if (old != null
                && now.epoch() > old.epoch()
                && now.origin() instanceof Elected
                && !now.chosen().equals(old.chosen())
                && !now.chosen().runId().isEmpty()) {
            elected(operator, old, now);
        }
        if (now.origin() instanceof Moved) {
            lastMove = now;
        } else if (!now.chosen().runId().isEmpty()) {
            lastMove = null;
        }
        Mark mark = now.mark();
        if (mark == null) {
            marked.clear();
        } else if (old == null || !mark.equals(old.mark())) {
            noted(mark);
        }
        losses.recorded(now);
    }

    private void noted(Mark mark) {
        for (Node node : cluster.living()) {
            if (node.replication().history().id().equals(mark.id())
                    && node.replication().history().offset() == mark.offset()) {
                marked.clear();
                marked.or(node.data().writes);
                return;
            }
        }
    }

    private void elected(String operator, MasterRecord old, MasterRecord now) {
        Map<String, String> detached = fenced.getOrDefault(operator, Map.of());
        Node deposed = cluster.nodes.get(old.holder());
        if (losses.mayNothingFail()
                && deposed != null
                && deposed.runId().equals(old.process())
                && (deposed.isMaster() || old.isEpochOfReign(deposed.data().epoch()))
                && !deposed.runId().equals(detached.get(deposed.name))) {
            violated("4: " + deposed + " reigned in epoch " + old.epoch() + " and was deposed without taking part, "
                    + "though no server failed");
        }
        if (losses.mayNothingFail() && lastMove != null && lastMove.origin() instanceof Moved move) {
            long epoch = lastMove.epoch();
            Node source = cluster.nodes.get(move.from());
            boolean reigns = source != null
                    && source.runId().equals(move.fromRunId())
                    && cluster.living().stream().noneMatch(n -> n.data().epoch() == epoch);
            if (reigns && !source.runId().equals(detached.get(source.name))) {
                violated("4: " + source + ", whose mastership was to move, was deposed without taking part, "
                        + "though no server failed");
            }
        }
        int voters = old.voters().size();
        if (detached.size() < voters / 2 + 1) {
            violated("2: " + now.holder() + " was elected by " + detached.keySet() + " of " + voters + " members");
        }
        Node winner = cluster.nodes.get(now.holder());
        if (winner == null || !winner.runId().equals(now.chosen().runId())) {
            return; // it ended meanwhile
        }
        ForeignVolumes.elected(cluster, old, winner, detached);
        for (Node node : cluster.living()) {
            boolean intact = node.runId().equals(detached.get(node.name)) && old.counts(node.name, node.runId());
            if (intact
                    && !byHand.contains(node.runId())
                    && !turned.contains(node.runId())
                    && !turned.contains(winner.runId())
                    && node.data().reign >= winner.data().reign
                    && node.data().flushes == winner.data().flushes
                    && !node.data().isContainedIn(winner.data(), strange)) {
                violated("5: " + winner + " was elected over " + node + ", which holds more and was detached too");
            }
        }
        if (detached.size() < voters && winner.data().flushes == 0) {
            BitSet missing = (BitSet) marked.clone();
            missing.andNot(winner.data().writes);
            if (!missing.isEmpty()) {
                violated("5: " + winner + " was elected without " + missing + ", which the mark covers, with "
                        + detached.keySet() + " of " + voters + " members detached");
            }
        }
    }

    /** A process ended or began. */
    void failures() {
        losses.failures();
    }

    static boolean isCounted(MasterRecord record, Node node) {
        return record.member(node.name)
                .map(Member::counted)
                .filter(node.runId()::equals)
                .isPresent();
    }
}
