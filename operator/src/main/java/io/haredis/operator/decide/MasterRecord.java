package io.haredis.operator.decide;

import io.haredis.protocol.Ballot;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Mark;
import io.haredis.protocol.Rule;
import io.haredis.protocol.Skipped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who reigns: the only memory there is. Every change is a compare-and-swap.
 *
 * @param epoch number of the reign
 * @param holder name of the master's node
 * @param chosen run_id, replication id and offset of the master when it was chosen
 * @param origin how this reign came about
 * @param members the nodes, by name
 * @param k replicas that a quorum write must have reached
 * @param mark what a replica was seen to hold, null at first
 * @param skipped epochs that no reign had
 */
public record MasterRecord(
        long epoch,
        String holder,
        Chosen chosen,
        Origin origin,
        SortedMap<String, Member> members,
        int k,
        @Nullable Mark mark,
        Skipped skipped) {

    /** One whose epochs so far were all reigns. */
    public MasterRecord(
            long epoch,
            String holder,
            Chosen chosen,
            Origin origin,
            SortedMap<String, Member> members,
            int k,
            @Nullable Mark mark) {
        this(epoch, holder, chosen, origin, members, k, mark, Skipped.NONE);
    }

    /** The master when it was chosen. */
    public record Chosen(String runId, String replicationId, long offset) {
        /** True if data of the same stream lacks what the master held when it was chosen. */
        public boolean isAheadOf(Lineage data) {
            return Rule.OFFSET.on() && data.knows(replicationId) && !data.holds(replicationId, offset);
        }
    }

    /** How a reign came about. */
    public sealed interface Origin {}

    /** By election. */
    public record Elected() implements Origin {}

    /**
     * By election or move in that epoch; the record's own was raised since, above a number that a server carried.
     *
     * @param latest the highest epoch that the master carried by that choice
     * @param runId whom the record names no more for that, empty if it still names the master
     * @param move the planned move that was not over then, null if it was none
     */
    public record Raised(
            long reign, long latest, String runId, @Nullable Moved move) implements Origin {}

    /** By a planned move, away from this process of this node. */
    public record Moved(String from, String fromRunId) implements Origin {}

    /** The configured nodes. */
    public List<String> voters() {
        return members.entrySet().stream()
                .filter(e -> e.getValue().voter())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** More than half of the configured nodes. */
    public int majority() {
        return Ballot.Electorate.majorityOf(voters().size());
    }

    /** The node's entry, if it has one. */
    public Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** True if this process of this node may be attached to a master. */
    public boolean knows(String name, String runId) {
        return member(name).filter(m -> runId.equals(m.known())).isPresent();
    }

    /** True if this process of this node has forgotten nothing. */
    public boolean counts(String name, String runId) {
        return member(name).filter(m -> runId.equals(m.counted())).isPresent();
    }

    /** The same record with this node's entry. */
    public MasterRecord with(String name, Member member) {
        SortedMap<String, Member> changed = new TreeMap<>(members);
        changed.put(name, member);
        return new MasterRecord(epoch, holder, chosen, origin, changed, k, mark, skipped);
    }

    /** The same record without this node. */
    public MasterRecord without(String name) {
        SortedMap<String, Member> changed = new TreeMap<>(members);
        changed.remove(name);
        return new MasterRecord(epoch, holder, chosen, origin, changed, k, mark, skipped);
    }

    /** The same record with another k. */
    public MasterRecord withK(int other) {
        return new MasterRecord(epoch, holder, chosen, origin, members, other, mark, skipped);
    }

    /** The same record with another mark. */
    public MasterRecord withMark(@Nullable Mark other) {
        return new MasterRecord(epoch, holder, chosen, origin, members, k, other, skipped);
    }

    /** The same record with a higher epoch, under the same master or under nobody, so that an election follows. */
    public MasterRecord raisedTo(long other, boolean keepsHolder) {
        Chosen by = keepsHolder ? chosen : new Chosen("", chosen.replicationId(), chosen.offset());
        Origin how = keepsHolder
                ? new Raised(reign(), other, "", null)
                : new Raised(reign(), latest(), process(), move().orElse(null));
        return new MasterRecord(other, holder, by, how, members, k, mark, skipped);
    }

    /** Of the holder the process that was chosen, though a raised record may name it no more. */
    public String process() {
        return chosen.runId().isEmpty() && origin instanceof Raised raised ? raised.runId() : chosen.runId();
    }

    /** The planned move by which the recorded reign is to begin, or has begun. */
    public Optional<Moved> move() {
        return switch (origin) {
            case Elected _ -> Optional.empty();
            case Moved m -> Optional.of(m);
            case Raised r -> Optional.ofNullable(r.move());
        };
    }

    /** The epoch in which the choice was made that the record tells of: its own, unless it was raised since. */
    public long reign() {
        return origin instanceof Raised raised ? raised.reign() : epoch;
    }

    /** The highest epoch that a server may carry by the recorded choice: a record that names its master no more is above it. */
    public long latest() {
        return origin instanceof Raised raised ? raised.latest() : epoch;
    }

    /** True if a server may carry this epoch by the recorded choice: from when it was made to what it was raised to. */
    public boolean isEpochOfReign(long carried) {
        return carried >= reign() && carried <= epoch;
    }

    /** The next reign. The holder's process is known and counted in it. */
    public MasterRecord succeeded(long next, String master, Chosen by, Origin how, @Nullable Mark marked) {
        return succeeded(next, master, by, how, marked, skipped.and(latest() + 1, next - 1));
    }

    /** The same, where more is known of the epochs that no reign had. */
    public MasterRecord succeeded(
            long next, String master, Chosen by, Origin how, @Nullable Mark marked, Skipped passed) {
        SortedMap<String, Member> changed = new TreeMap<>(members);
        changed.put(master, new Member(by.runId(), by.runId(), true));
        return new MasterRecord(next, master, by, how, changed, k, marked, passed);
    }
}
