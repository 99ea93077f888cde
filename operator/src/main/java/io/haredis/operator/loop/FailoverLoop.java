package io.haredis.operator.loop;

import io.haredis.operator.act.Actor;
import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.act.Scene;
import io.haredis.operator.act.ServerKeys;
import io.haredis.operator.act.Step;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decide;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.decide.Verdict;
import io.haredis.protocol.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Observe, decide, act, report: one loop per cluster and operator replica. Everything it must not forget stands in the
 * record and on the servers; what it keeps in memory is for politeness and for reports only.
 */
public final class FailoverLoop {
    /** Five times the bound of a look, and less than the shortest time-out. */
    private static final Duration HELD_UP = Observer.MISSED.multipliedBy(5);

    /** On a machine that has no time for it, looks are late for ever: what they show is used, unless they stood still. */
    private static final int MOST_LOOKS = 5;

    /** Each of them stood still: used as well, for what is true without any silence. */
    private static final int MOST_STANDSTILLS = 10;

    /** How often the API is asked for a record that the informer does not show. */
    private static final Duration RECORD_SOUGHT = Duration.ofSeconds(5);

    /** What says nothing is lost the sooner the more often it is asked: a silence counts from the look that found it. */
    private static final Duration CALM = Duration.ofMillis(150);

    private static final Duration TENSE = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    /** Whoever leads looks first: on a small machine all operators would compete for its processors at the same moment. */
    private static final Duration DEFERENCE = Duration.ofMillis(40);

    private final Ports ports;
    private final Supplier<Policy> policies;
    private final BooleanSupplier leads;
    private final Reporter reporter;
    private final Actor actor;
    private final Turn turn;
    private final Upkeep upkeep;
    private final Aftermath aftermath;
    private final Demotions demotions;
    private final Watch watch;
    private final Restraint restraint;
    private long lookedAt;
    /** When the record was last read for want of one. */
    private long soughtAt;

    private boolean busy = true;
    private int failures;

    /**
     * A loop; it does nothing until {@link #run}.
     *
     * @param policies what the specification asks now
     * @param leads whether this operator holds the lease now
     */
    public FailoverLoop(Ports ports, Supplier<Policy> policies, BooleanSupplier leads, Reporter reporter) {
        this.ports = ports;
        this.policies = policies;
        this.leads = leads;
        this.reporter = reporter;
        this.actor = new Actor(ports.links(), ports.records(), ports.annotations(), ports.pace());
        this.turn = new Turn(ports.pace());
        this.upkeep = new Upkeep(ports.pace());
        this.aftermath = new Aftermath(actor, ports.routes());
        this.demotions = new Demotions(ports.pace());
        this.watch = new Watch(ports.pace(), reporter);
        this.restraint = new Restraint(ports.pace());
        this.soughtAt = ports.pace().nanos();
    }

    /** Runs until the thread is interrupted. */
    public void run() throws InterruptedException {
        try (actor) {
            while (!Thread.currentThread().isInterrupted()) {
                Duration pause = pass();
                if (!pause.isZero()) {
                    ports.observer().awaitNews(pause);
                    if (!leads.getAsBoolean()) {
                        ports.pace().pause(turn.atMost(DEFERENCE));
                    }
                }
            }
        }
    }

    /** One pass; returns how long to wait for news before the next. */
    public Duration pass() throws InterruptedException {
        Snapshot snapshot = look(busy);
        Policy policy = policies.get();
        Versioned versioned = ports.records().cached().or(this::sought).orElse(null);
        snapshot = snapshot.distinct(record(versioned));
        Decision decision = decide(policy, snapshot, versioned);
        try {
            if (Rule.LOOK_AGAIN.on() && mustRead(decision, versioned)) {
                versioned = ports.records().read().orElse(null);
                snapshot = look(true).distinct(record(versioned));
                decision = decide(policy, snapshot, versioned);
            }
            watch.saw(decision, record(versioned));
            demotions.saw(snapshot);
            Next next = act(new Scene(policy, snapshot, versioned, watch.stages()), decision);
            busy = next.busy();
            failures = next.failed() ? failures + 1 : 0;
            reporter.saw(snapshot, record(versioned), next.told());
            return next.pause();
        } catch (StoreException e) {
            if (e.why() == StoreException.Cause.UNAVAILABLE) {
                watch.tell(new Happening("ApiUnavailable", true, e.getMessage() + "; looking again"));
            }
            reporter.saw(snapshot, record(versioned), decision);
            busy = true;
            failures++;
            return patience(failures);
        }
    }

    /**
     * A look has a short bound. One that took much longer has measured this operator's own standstill as silence of the
     * servers: it is taken again.
     */
    private Snapshot look(boolean everything) throws InterruptedException {
        for (int looks = 1; ; looks++) {
            long began = ports.pace().nanos();
            Snapshot seen = ports.observer().look(everything);
            lookedAt = ports.pace().nanos();
            Duration took = Duration.ofNanos(lookedAt - began);
            boolean bearable = looks >= MOST_LOOKS && took.compareTo(Observer.STANDSTILL) < 0;
            if (took.compareTo(HELD_UP) < 0 || bearable) {
                return seen;
            }
            if (looks >= MOST_STANDSTILLS) {
                return seen.withoutSilences();
            }
        }
    }

    /** An informer that shows no record may have lost it: a label was taken away, a watch died. The nodes know nothing of that. */
    private Optional<Versioned> sought() {
        if (ports.pace().since(soughtAt).compareTo(RECORD_SOUGHT) < 0) {
            return Optional.empty();
        }
        soughtAt = ports.pace().nanos();
        try {
            return ports.records().read();
        } catch (StoreException notNow) {
            return Optional.empty(); // whoever acts reads it anew, and tells why it cannot
        }
    }

    private Decision decide(Policy policy, Snapshot snapshot, @Nullable Versioned versioned) {
        return restraint.allowed(policy, Decide.decide(policy, snapshot, record(versioned)));
    }

    /**
     * What changes or opens a master may act on the record as this operator last saw it: a stale one makes the servers' guards or
     * the compare-and-swap refuse, as if the operator had slept after reading it. All else reads it anew, and looks again; so
     * does who stood still since its look.
     */
    private boolean mustRead(Decision decision, @Nullable Versioned cached) {
        boolean urgent = decision.actions().stream().allMatch(Action::isUrgent);
        boolean isOld = ports.pace().since(lookedAt).compareTo(HELD_UP) > 0;
        boolean opens = decision.actions().stream().allMatch(Action.Open.class::isInstance); // needs no API
        return !decision.actions().isEmpty() && !(urgent && cached != null && (opens || failures == 0) && !isOld);
    }

    /**
     * After each failure in a row twice as long, from fifty milliseconds to four hundred: an ailing API is not hammered, and the
     * observer does not take the pause for a standstill of its own.
     */
    private static Duration patience(int failures) {
        return TENSE.multipliedBy(1L << Math.min(failures - 1, 3));
    }

    /** When to look again, whether at everything, what to tell of this pass, and whether an action failed. */
    private record Next(Duration pause, boolean busy, Decision told, boolean failed) {
        static Next after(Duration pause, boolean acted, Decision told) {
            return new Next(pause, acted, told, false);
        }
    }

    private Next act(Scene scene, Decision decision) throws StoreException, InterruptedException {
        boolean reigns = decision.verdict() == Verdict.REIGNS && scene.versioned() != null;
        boolean ours = leads.getAsBoolean() || turn.isCompleting(scene.versioned());
        Versioned versioned = scene.versioned();
        List<Action> mine = turn.mine(decision, leads.getAsBoolean(), scene.snapshot(), versioned);
        Next failure = null;
        for (Action action : mine) {
            Step step = act(action, versioned == null ? scene : scene.with(versioned));
            versioned = step.versioned();
            watch.did(action, step);
            restraint.did(action, step);
            if (step.done() && action.isChangeOfMaster() && versioned != null) {
                turn.completes(versioned.record().epoch());
                aftermath.announce(scene.with(versioned));
                reigns &= step.hasMoved(); // else what was seen before is of another reign's followers
                break; // the rest was decided under another master
            }
            if (!step.done()) {
                if (failure == null) {
                    Decision told = step.atRisk() ? Decision.wait(Verdict.AT_RISK, step.sentence()) : decision;
                    boolean notYet = step.sentence().isEmpty();
                    failure = new Next(patience(failures + 1), true, told, !notYet);
                }
                reigns = reigns && !action.isChangeOfMaster();
                if (!action.isByItself()) {
                    break; // every prefix of a plan is safe
                }
            }
        }
        if (!reigns || versioned == null) {
            Duration pause = mine.isEmpty() ? turn.atMost(pace(decision)) : Duration.ZERO;
            return failure != null ? failure : Next.after(pause, !mine.isEmpty(), decision);
        }
        boolean idle = mine.isEmpty() || failure != null;
        Duration pause = reigning(scene.with(versioned), ours, idle);
        return failure != null ? failure : Next.after(pause, !mine.isEmpty(), decision);
    }

    private Step act(Action action, Scene scene) throws StoreException, InterruptedException {
        try {
            return actor.act(action, scene);
        } catch (StoreException e) {
            restraint.failed(action);
            throw e;
        }
    }

    /**
     * Steps 6 and 7, and the leader's upkeep once there is nothing else to do, or what there is cannot be done: it keeps the
     * mark, without which an election may take an old data set for whole.
     */
    private Duration reigning(Scene scene, boolean ours, boolean idle) throws StoreException, InterruptedException {
        StoreException refused = ours ? follow(scene, idle) : null;
        if (!ours) {
            watch.leaveToOther();
        }
        if (ours && idle && leads.getAsBoolean()) {
            for (Action action : upkeep.due(scene.snapshot(), scene.recorded().record())) {
                actor.act(action, scene);
            }
        }
        if (idle) {
            actor.stayConnected(scene); // after all that somebody may wait for
        }
        if (refused != null) {
            throw refused;
        }
        return !ours ? turn.atMost(CALM) : !idle ? AT_ONCE : watch.isIncomplete() ? SOON : CALM;
    }

    /** Returns what the API refuses: an object that cannot be patched. */
    private @Nullable StoreException follow(Scene scene, boolean idle) {
        MasterRecord record = scene.recorded().record();
        try {
            aftermath.follow(scene);
            watch.complete(record, scene.stages());
            if (idle && !watch.isIncomplete()) {
                aftermath.tidy(scene.snapshot(), record);
            }
            return null;
        } catch (StoreException e) {
            return e;
        } finally {
            demotions.close(new ServerKeys(ports.links(), scene.policy().database()), scene.snapshot(), record);
        }
    }

    private static Duration pace(Decision decision) {
        return switch (decision.verdict()) {
            case SUSPECT -> SOON;
            case LOST -> TENSE;
            default -> CALM;
        };
    }

    private static @Nullable MasterRecord record(@Nullable Versioned versioned) {
        return versioned == null ? null : versioned.record();
    }
}
