package io.haredis.operator.act;

import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Divergence;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Member;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.decide.Role;
import io.haredis.operator.wire.KeptLinks;
import io.haredis.operator.wire.Links;
import io.haredis.protocol.Rule;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Carries out one action. Does nothing that a guard on the server or the record's version would not allow. */
public final class Actor implements AutoCloseable {
    private final KeptLinks links;
    private final RecordStore store;
    private final Annotations annotations;
    private final Pace pace;
    private final CatchUp catchUp;
    private final Set<String> halfPromoted = new HashSet<>();

    /** Acts on the servers and the record of one cluster. */
    public Actor(Links links, RecordStore store, Annotations annotations, Pace pace) {
        this.links = new KeptLinks(links);
        this.catchUp = new CatchUp(this.links);
        this.store = store;
        this.annotations = annotations;
        this.pace = pace;
    }

    /** Carries it out. */
    public Step act(Action action, Scene scene) throws StoreException, InterruptedException {
        try (RoleChanges changes = new RoleChanges(links, store, scene.policy().database())) {
            return carryOut(action, scene, changes);
        }
    }

    /** Stays connected to the members that answer, and to nobody else: who detaches them has no time to connect. */
    public void stayConnected(Scene scene) {
        Set<String> hosts = new HashSet<>();
        scene.snapshot()
                .usable(scene.recorded().record().voters())
                .forEach(node -> node.host().ifPresent(hosts::add));
        links.keepTo(hosts, PodView.PORT);
    }

    /** Tells the clients on every node that answered who is master. */
    public void announce(Scene scene) {
        scene.snapshot()
                .node(scene.recorded().record().holder())
                .host()
                .ifPresent(host -> new ServerKeys(links, scene.policy().database())
                        .gossip(scene.snapshot().all(), host));
    }

    /** Ends the connections. */
    @Override
    public void close() {
        links.close();
    }

    private Step carryOut(Action action, Scene scene, RoleChanges changes) throws StoreException, InterruptedException {
        ServerKeys keys = new ServerKeys(links, scene.policy().database());
        return switch (action) {
            case Action.Elect e -> elect(changes, scene);
            case Action.Finish f -> finish(changes, scene);
            case Action.ContinueMove c -> move(changes, scene);
            case Action.Move m -> begin(changes, scene, m);
            case Action.Answer a -> answer(scene, a);
            case Action.Raise r ->
                rewrite(
                        scene,
                        "raised the record to epoch " + r.epoch(),
                        old -> old.raisedTo(r.epoch(), r.holderHasIt()));
            case Action.Know k ->
                rewrite(
                        scene,
                        "",
                        old -> old.with(
                                k.node(),
                                old.member(k.node())
                                        .map(m -> m.knowing(k.runId()))
                                        .orElse(new Member(k.runId(), null, false))));
            case Action.Count c -> count(scene, c);
            case Action.Forget f -> forget(scene, f.node());
            case Action.RecordK k -> rewrite(scene, "", old -> old.withK(k.k()));
            case Action.WriteMark w -> rewrite(scene, "", old -> old.withMark(w.mark()));
            case Action.Attach a -> attach(changes, scene, a);
            case Action.Stamp s ->
                Step.of(
                        changes.stamp(scene.target(s.node(), s.runId()), scene.epoch()),
                        s.node() + " lost its keys and was stamped",
                        scene.versioned());
            case Action.Fence f ->
                Step.of(
                        changes.stamp(scene.target(f.node(), f.runId()), scene.epoch()),
                        f.node() + " is detached: it holds data that "
                                + scene.master().node() + " does not hold",
                        scene.versioned());
            case Action.TurnAway t ->
                Step.of(
                        changes.turnAway(scene.target(t.node(), t.runId()), scene.epoch()),
                        t.node() + " is detached: it follows " + scene.master().node() + ", but is not a member yet",
                        scene.versioned());
            case Action.SaveCopy s -> saveCopy(changes, scene, s);
            case Action.Release r ->
                release(scene, r.node(), changes.release(scene.target(r.node(), r.runId()), scene.epoch()));
            case Action.WriteKeys w ->
                Step.of(changes.writeKeys(scene.master(), scene.recorded().record()), "", scene.versioned());
            case Action.SetMinReplicas s -> setMinReplicas(changes, scene, s.minReplicas(), "");
            case Action.Open o ->
                setMinReplicas(changes, scene, o.minReplicas(), scene.master().node() + " accepts writes");
            case Action.WriteBeat b -> keys.writeBeat(scene, b.beat());
        };
    }

    /** Without a stamp a sleeping operator might attach it once more, so a node that can take none goes with its pod. */
    private static Step release(Scene scene, String node, Outcome outcome) {
        boolean mute = scene.snapshot()
                .node(node)
                .state()
                .filter(s -> s.health().appendFailed())
                .isPresent();
        return !outcome.isDone() && mute
                ? Step.failed(
                        outcome.told() + ": it cannot write its append-only file. To let it leave, delete pod " + node
                                + ", or make room on its volume",
                        scene.versioned())
                : Step.of(outcome, node + " is detached, it leaves the cluster", scene.versioned());
    }

    /** An API that refuses this one patch does not keep the servers from being repaired. */
    private Step answer(Scene scene, Action.Answer a) {
        try {
            boolean answered = annotations.replace(a.annotation(), a.asked(), a.rest());
            return Step.done(answered ? a.sentence() : "", scene.versioned());
        } catch (StoreException e) {
            return Step.failed(a.annotation() + " cannot be withdrawn: " + e.getMessage(), scene.versioned());
        }
    }

    private static Step setMinReplicas(RoleChanges changes, Scene scene, int minReplicas, String sentence) {
        return Step.of(
                changes.setMinReplicas(scene.master(), scene.recorded().record(), minReplicas),
                sentence,
                scene.versioned());
    }

    private Step elect(RoleChanges changes, Scene scene) throws StoreException {
        MasterElection election = new MasterElection(links, store, changes, halfPromoted);
        return switch (election.hold(scene.versioned(), scene.snapshot(), scene.policy(), scene.stages())) {
            case MasterElection.Result.Failed f -> new Step(false, f.atRisk(), f.sentence(), scene.versioned(), null);
            case MasterElection.Result.Recorded r -> {
                Step step = promote(changes, scene.with(r.versioned()), r.sentence() + "; ");
                yield r.lossy() ? step.accepting("") : step;
            }
        };
    }

    /**
     * What failed halfway is not tried again but followed by an election (ADR 4). Its stamp asks for that, as a rule; a
     * server where no script works takes none.
     */
    private Step finish(RoleChanges changes, Scene scene) throws StoreException {
        return halfPromoted.contains(scene.master().runId())
                ? elect(changes, scene)
                : promote(changes, scene, "finished the promotion that the record names: ");
    }

    private Step promote(RoleChanges changes, Scene scene, String why) {
        MasterRecord record = scene.recorded().record();
        Target target = scene.master();
        Outcome outcome = changes.promote(target, record, scene.minReplicas());
        if (outcome.isDone()) {
            scene.stages().reached(Stage.PROMOTED);
            if (outcome instanceof Outcome.Done) {
                attachOthers(changes, scene);
            }
            return Step.done(why + target.node() + " is master in epoch " + record.epoch(), scene.versioned());
        }
        if (Rule.HALF.on() && outcome instanceof Outcome.Half half) {
            halfPromoted.add(target.runId());
            // Half a master must not stay: fenced and stamped again at once, which asks for the next election.
            Outcome fenced = changes.fence(target, record.epoch());
            return Step.failed(why + half.told() + "; fencing it again: " + fenced.told(), scene.versioned());
        }
        return Step.failed(why + outcome.told(), scene.versioned());
    }

    /**
     * Step 5 at once: the new master accepts no write before enough others follow it. Guarded like any attachment; who is
     * missed here is found by the next pass. First those that are watched already: the old master of a move is not any more.
     */
    private void attachOthers(RoleChanges changes, Scene scene) {
        MasterRecord record = scene.recorded().record();
        scene.snapshot().usable(record.voters()).stream()
                .filter(node -> !node.name().equals(record.holder()))
                .map(node ->
                        scene.target(node.name(), node.state().orElseThrow().runId()))
                .filter(target -> record.knows(target.node(), target.runId()))
                .sorted(Comparator.comparing(target -> !changes.isWatched(target)))
                .forEach(target -> changes.attach(target, scene.master(), record, true));
    }

    /** A move that was asked for is tried once: the request is withdrawn if it fails, and never begun without one. */
    private Step begin(RoleChanges changes, Scene scene, Action.Move move) throws StoreException, InterruptedException {
        boolean requested = move.occasion() == Action.Occasion.REQUESTED;
        if (requested && !annotations.has(Requests.SWITCHOVER, move.target())) {
            return Step.done("", scene.versioned());
        }
        Step step = move(changes, scene.with(new MasterMove(links, store, changes, pace).begin(scene, move.target())));
        if (requested && !step.hasMoved()) {
            withdraw(move);
        }
        return step;
    }

    /** Without an answer of the API it may be tried once more; what was done meanwhile is done. */
    private void withdraw(Action.Move move) {
        try {
            annotations.replace(Requests.SWITCHOVER, move.target(), null);
        } catch (StoreException e) {
            // See above.
        }
    }

    private Step move(RoleChanges changes, Scene scene) throws StoreException, InterruptedException {
        MasterMove move = new MasterMove(links, store, changes, pace);
        Step step = move.proceed(scene);
        if (move.hasOpened()) {
            attachOthers(changes, scene);
        }
        return step.demoted() == null || !Rule.FAIL_ELECT.on() ? step : step.followedBy(elect(changes, scene));
    }

    private Step attach(RoleChanges changes, Scene scene, Action.Attach action) {
        return attach(
                changes,
                scene,
                scene.target(action.node(), action.runId()),
                scene.policy().volumes());
    }

    private Step attach(RoleChanges changes, Scene scene, Target target, boolean saved) {
        MasterRecord record = scene.recorded().record();
        Target master = scene.master();
        Outcome outcome = changes.attach(target, master, record, saved);
        Step step = Step.of(outcome, target.node() + " follows " + master.node(), scene.versioned());
        return scene.snapshot()
                .node(target.node())
                .state()
                .filter(s -> !(s.role() instanceof Role.Replica)) // its data move on: nothing to compare
                .filter(s -> Divergence.exists(s, scene.masterLineage(), record))
                .map(s -> step.accepting(Divergence.told(s, scene.policy().volumes(), record)))
                .orElse(step);
    }

    /** A server that cannot save it is attached all the same: a replica is worth more than what may be in it. */
    private Step saveCopy(RoleChanges changes, Scene scene, Action.SaveCopy action) {
        Target target = scene.target(action.node(), action.runId());
        String file = Divergence.file(scene.epoch());
        return switch (new SplitCopy(links, scene.policy().database()).begin(target, file)) {
            case BEGUN, NOT_YET -> Step.done("", scene.versioned());
            case REFUSED -> attach(changes, scene, target, false);
        };
    }

    private Step count(Scene scene, Action.Count c) throws StoreException {
        return Rule.CAUGHT_UP.on() && !catchUp.isOver(scene, c.node(), c.runId())
                ? Step.failed("", scene.versioned()) // looked at again in a moment
                : rewrite(
                        scene,
                        c.node() + " is in sync and counts in elections",
                        old -> old.with(c.node(), new Member(c.runId(), c.runId(), true)));
    }

    /** A node leaves the record only when enough of those who stay hold what the master holds. */
    private Step forget(Scene scene, String node) throws StoreException {
        String obstacle = !Rule.BARRIER.on() ? null : new Barrier(links).obstacle(scene, node);
        return obstacle == null
                ? rewrite(scene, node + " left the cluster", old -> old.without(node))
                : Step.failed(obstacle, scene.versioned());
    }

    private Step rewrite(Scene scene, String sentence, UnaryOperator<MasterRecord> change) throws StoreException {
        Versioned seen = scene.recorded();
        return Step.done(sentence, store.replace(seen.expected(), change.apply(seen.record())));
    }
}
