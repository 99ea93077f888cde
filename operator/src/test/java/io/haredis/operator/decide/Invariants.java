package io.haredis.operator.decide;

import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.MasterRecord.Moved;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds of every decision, whatever is seen. Plain code: it runs a million times. */
final class Invariants {
    private final Policy policy;
    private final Snapshot snapshot;
    private final @Nullable MasterRecord record;
    private final Decision decision;

    private Invariants(Policy policy, Snapshot snapshot, @Nullable MasterRecord record, Decision decision) {
        this.policy = policy;
        this.snapshot = snapshot;
        this.record = record;
        this.decision = decision;
    }

    static Decision checked(Policy policy, Snapshot snapshot, @Nullable MasterRecord record) {
        Decision decision;
        try {
            decision = Decide.decide(policy, snapshot, record);
        } catch (RuntimeException e) {
            throw new AssertionError("decide threw on " + snapshot + " with " + record, e);
        }
        new Invariants(policy, snapshot, record, decision).check();
        return decision;
    }

    private void check() {
        require(!decision.sentence().isBlank(), "there is a sentence");
        switch (decision.verdict()) {
            case STARTING -> {
                require(record == null, "STARTING means that there is no record");
                require(decision.actions().stream().allMatch(a -> a instanceof Action.Elect), "only a first election");
            }
            case LOST -> {
                require(decision.actions().size() == 1, "LOST has one action");
                Action action = decision.actions().getFirst();
                require(!(action instanceof Action.Move), "no planned move without a master");
                require(action.isChangeOfMaster() || action instanceof Action.Raise, "LOST changes the master");
            }
            case REIGNS -> reigning();
            case SUSPECT, UNREACHABLE_BY_OPERATOR, UNWELL, UNKNOWN, AT_RISK, SERVER_TOO_OLD ->
                require(decision.actions().isEmpty(), "nothing is done while nothing is certain");
        }
        if (record != null && isCertainlyLost(record)) {
            require(
                    decision.verdict() == Verdict.LOST || decision.verdict() == Verdict.SERVER_TOO_OLD,
                    "who is gone and heard by nobody is lost");
        }
        Set<Action> different = new HashSet<>(decision.actions());
        require(different.size() == decision.actions().size(), "nothing is done twice");
        for (Action action : decision.actions()) {
            check(action);
        }
    }

    private void reigning() {
        require(holderReigns(), "REIGNS means that the recorded process is master");
        long moves =
                decision.actions().stream().filter(Action::isChangeOfMaster).count();
        require(moves <= 1, "one move at a time");
        require(
                decision.actions().stream().allMatch(a -> !a.isChangeOfMaster() || a instanceof Action.Move),
                "a reigning master is only moved");
        require(decision.actions().stream().noneMatch(a -> a instanceof Action.Raise), "no raise under a reign");
    }

    private void check(Action action) {
        switch (action) {
            case Action.Elect e -> {
                majority();
                boolean intact = record != null && holderReigns() && highestKey() <= record.epoch();
                require(!intact || highestStamp() > record().epoch(), "no election against a reigning master");
            }
            case Action.Finish f -> {
                majority();
                require(record().origin() instanceof Elected, "only an election is finished");
                requireHolderMayBePromoted();
                require(ours().highestStamp() <= record().epoch(), "what is stamped above is elected, not finished");
            }
            case Action.ContinueMove c -> {
                majority();
                requireHolderMayBePromoted();
                require(
                        record().origin() instanceof Moved m && isProcess(m.from(), m.fromRunId()),
                        "a move goes on while the old master's process answers");
            }
            case Action.Raise r -> {
                require(r.epoch() > record().epoch(), "the record is raised");
                Invariants ours = ours();
                require(
                        r.epoch() == Math.max(highestKey(), highestStamp())
                                || r.epoch() == Math.max(ours.highestKey(), ours.highestStamp()),
                        "to what a server carries");
                require(
                        highestKey() > record().epoch() || highestStamp() > record().epoch() + 1,
                        "only if a server is ahead");
            }
            case Action.Move m -> {
                require(!m.target().equals(record().holder()), "away from the master");
                require(counted(m.target()), "a move's target is counted");
                PodView pod = snapshot.node(m.target()).pod();
                require(pod != null && !pod.leaving(), "a move's target stays");
                require(!policy.requests().fenced().contains(m.target()), "nobody is moved to a node fenced by hand");
            }
            case Action.Answer a -> require(!a.sentence().isEmpty(), "an answer says something");
            case Action.Know k -> require(isProcess(k.node(), k.runId()), "who answers becomes known");
            case Action.Attach a -> {
                requireKnownReplica(a.node(), a.runId());
                requireNothingUnsavedIsLost(state(a.node()));
            }
            case Action.Count c -> {
                requireKnownReplica(c.node(), c.runId());
                NodeState state = state(c.node());
                require(state.isLinkUp() && !state.health().syncing(), "only who is in sync is counted");
            }
            case Action.Stamp s -> {
                requireKnownReplica(s.node(), s.runId());
                require(state(s.node()).keys().epoch() == null, "one without keys");
                require(counted(s.node()) || !state(s.node()).isFenced(), "a new and fenced one is attached as it is");
            }
            case Action.Fence f -> {
                requireKnownReplica(f.node(), f.runId());
                require(!state(f.node()).isFenced(), "one that is not fenced");
                requireDivergence(f.node());
            }
            case Action.TurnAway t ->
                require(record().member(t.node()).isEmpty() && !state(t.node()).isFenced(), "an attached stranger");
            case Action.SaveCopy s -> {
                requireKnownReplica(s.node(), s.runId());
                require(state(s.node()).isFenced(), "only what moves no more is copied");
                requireDivergence(s.node());
            }
            case Action.Release r -> requireLeaving(r.node());
            case Action.Forget f -> requireLeaving(f.node());
            case Action.RecordK k ->
                require(k.k() != record().k() && k.k() <= (record().voters().size() + 1) / 2, "k moves within bounds");
            case Action.WriteKeys w -> require(w.k() == record().k(), "the keys say what the record says");
            case Action.SetMinReplicas s -> require(s.minReplicas() >= 0, "a number");
            case Action.Open o -> require(o.minReplicas() < record().members().size(), "replicas that there may be");
            case Action.WriteBeat _, Action.WriteMark _ -> require(false, "neither beat nor mark are decided here");
        }
    }

    /** It is gone for the operator and for all that answer, and a majority of the configured nodes does. */
    private boolean isCertainlyLost(MasterRecord of) {
        NodeView holder = snapshot.node(of.holder());
        boolean gone = holder.contact() instanceof Contact.Refused
                || holder.contact() instanceof Contact.Absent
                || (holder.contact() instanceof Contact.Silent && holder.hasEnded());
        gone &= !(of.origin() instanceof Moved m)
                || snapshot.node(m.from()).state().isPresent();
        int answering = 0;
        boolean heard = false;
        for (String name : of.voters()) {
            NodeView node = snapshot.node(name);
            if (node.contact() instanceof Contact.Answers a) {
                answering++;
                heard |= a.state().role() instanceof Role.Replica r
                        && r.linkUp()
                        && node.streamQuiet().toMillis() < 1250
                        && !isOthersAddress(r, of.holder());
            }
        }
        return gone && !heard && 2 * answering > of.voters().size();
    }

    private boolean isOthersAddress(Role.Replica follower, String holder) {
        return snapshot.all().stream()
                .filter(node -> !node.name().equals(holder))
                .flatMap(node -> node.host().stream())
                .anyMatch(follower.host()::equals);
    }

    private void majority() {
        int voters = record == null ? policy.names().size() : record.voters().size();
        int answering = 0;
        for (String name : record == null ? policy.names() : record.voters()) {
            answering += snapshot.node(name).contact() instanceof Contact.Answers ? 1 : 0;
        }
        require(2 * answering > voters, "no change of master without a majority of the configured nodes");
    }

    private void requireHolderMayBePromoted() {
        require(isProcess(record().holder(), record().chosen().runId()), "the recorded process, not another one");
        NodeState state = state(record().holder());
        require(state.keys().epochOrZero() < record().epoch(), "nobody is promoted twice in one epoch");
        require(
                state.keys().epoch() != null
                        || state.keys().fenceOrZero() >= record().epoch()
                        || !counted(record().holder()),
                "no promotion of one that lost its keys without a stamp");
    }

    private void requireKnownReplica(String node, String runId) {
        require(isProcess(node, runId), "the process that answers");
        require(record().knows(node, runId), "only a process that the record knows is attached");
        require(!node.equals(record().holder()), "never the master itself");
        require(decision.verdict() == Verdict.REIGNS, "only under a reigning master");
    }

    private void requireDivergence(String node) {
        require(policy.volumes() && state(node).disk().hasData(), "only data are kept, and on a volume");
        require(
                !state(node).lineage().isPrefixOf(state(record().holder()).lineage()),
                "what the master holds needs no copy");
    }

    /** What was beyond the master's stream is in a file by then. */
    private void requireNothingUnsavedIsLost(NodeState state) {
        io.haredis.protocol.Lineage master = state(record().holder()).lineage();
        boolean beyond = state.lineage().id().equals(master.id())
                && state.lineage().offset()
                        > Math.max(master.offset(), record().chosen().offset());
        boolean tried =
                state.disk().file().startsWith("haredis-split-") || state.disk().isBusy();
        require(!policy.volumes() || !state.disk().hasData() || !beyond || tried, "data are saved before they go");
    }

    private void requireLeaving(String node) {
        require(!policy.names().contains(node), "only who is not wanted leaves");
        require(!node.equals(record().holder()), "never the master");
    }

    private boolean holderReigns() {
        if (record == null || !isProcess(record.holder(), record.chosen().runId())) {
            return false;
        }
        NodeState holder = state(record.holder());
        Long key = holder.keys().epoch();
        boolean former = holder.lineage().formerUntil() < 0
                || holder.lineage().formerId().equals(record.chosen().replicationId());
        return holder.isMaster() && (key == null ? former : key == record.epoch());
    }

    private boolean isProcess(String node, String runId) {
        return snapshot.node(node).contact() instanceof Contact.Answers a
                && a.state().runId().equals(runId);
    }

    private boolean counted(String node) {
        return record().counts(node, state(node).runId());
    }

    private NodeState state(String node) {
        return snapshot.node(node).state().orElseThrow();
    }

    private MasterRecord record() {
        if (record == null) {
            throw new AssertionError(decision + " without a record");
        }
        return record;
    }

    private Invariants ours() {
        return new Invariants(policy, NaiveStrangers.without(snapshot, record()), record, decision);
    }

    private long highestKey() {
        return snapshot.states().mapToLong(s -> s.keys().epochOrZero()).max().orElse(0);
    }

    /** Under a reigning master the node that leaves next, or is no member, is stamped so that it stays away. */
    private long highestStamp() {
        String next = "";
        for (String member :
                record == null ? Set.<String>of() : record.members().keySet()) {
            boolean later =
                    member.length() > next.length() || (member.length() == next.length() && member.compareTo(next) > 0);
            next = later && !policy.names().contains(member) ? member : next;
        }
        long highest = 0;
        for (NodeView node : snapshot.all()) {
            boolean leaves = record != null
                    && !node.name().equals(record.holder())
                    && (record.member(node.name()).isEmpty()
                            || (policy.names().contains(record.holder())
                                    && node.name().equals(next)));
            highest = !(leaves && holderReigns()) && node.contact() instanceof Contact.Answers a
                    ? Math.max(highest, a.state().keys().fenceOrZero())
                    : highest;
        }
        return highest;
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule + "\n  decision: " + decision + "\n  snapshot: " + snapshot + "\n  record: "
                    + record + "\n  wanted: " + policy.names());
        }
    }
}
