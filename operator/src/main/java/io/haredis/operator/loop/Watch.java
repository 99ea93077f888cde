package io.haredis.operator.loop;

import io.haredis.operator.act.Pace;
import io.haredis.operator.act.Stage;
import io.haredis.operator.act.Stages;
import io.haredis.operator.act.Step;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.Verdict;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Times the change of master under way and tells each step once. Only reports rest on it. */
final class Watch {
    private static final int MOST_FAILURES = 100;

    private final Pace pace;
    private final Reporter reporter;
    private Stages stages;
    private boolean troubled;
    private boolean changing;
    private String why = "";
    private String told = "";
    /** Told since all was well last: one for each node that cannot be repaired may be found at each look. */
    private final Set<String> failures = new HashSet<>();

    /** Told last: a node may be silent for a while, and answer again. */
    private String aside = "";

    private @Nullable String former;

    Watch(Pace pace, Reporter reporter) {
        this.pace = pace;
        this.reporter = reporter;
        this.stages = new Stages(pace, pace.nanos());
    }

    /** The stop watch of the change under way. */
    Stages stages() {
        return stages;
    }

    /** From the first sign of trouble on, the clock runs. */
    void saw(Decision decision, @Nullable MasterRecord record) {
        boolean isWell =
                decision.verdict() == Verdict.REIGNS && decision.actions().isEmpty();
        if (isWell || failures.size() > MOST_FAILURES) {
            failures.clear();
        }
        boolean moves = decision.actions().stream().anyMatch(Action.Move.class::isInstance);
        boolean trouble = decision.verdict() != Verdict.REIGNS || moves;
        if (decision.verdict() == Verdict.LOST && stages.times().containsKey(Stage.PROMOTED)) {
            changing = false; // the new master was lost before all of its change was done: this is the next one
            troubled = false;
        }
        if (trouble && !troubled && !changing) {
            stages = new Stages(pace, pace.nanos());
        }
        if (decision.verdict() == Verdict.LOST && !changing) {
            changing = true;
            why = decision.sentence();
            former = record == null ? null : record.holder();
            stages.reached(Stage.DETECTED);
            tell(new Happening("MasterLost", true, why));
        } else if (trouble && !moves && !changing && decision.verdict() != Verdict.SUSPECT) {
            tell(new Happening(reason(decision.verdict()), isWarning(decision.verdict()), decision.sentence()));
        }
        if (!decision.aside().isEmpty() && !decision.aside().equals(aside)) {
            aside = decision.aside();
            tell(new Happening("NodeLeftAlone", true, aside));
        }
        troubled = trouble;
    }

    /** Tells what an action did. */
    void did(Action action, Step step) {
        if (action instanceof Action.Move move && !changing) {
            changing = true;
            why = move.why();
        }
        if (step.done() && stages.times().containsKey(Stage.PROMOTED)) {
            changing = true;
        }
        if (!step.sentence().isEmpty() && (step.done() || failures.add(step.sentence()))) {
            String reason = step.hasMoved() ? done(action) : failed(action);
            if (step.atRisk()) {
                boolean split = action instanceof Action.Attach || action instanceof Action.SaveCopy;
                reason = !step.done() ? "DataAtRisk" : split ? "SplitData" : "DataLossAccepted";
            }
            boolean refused = action instanceof Action.Answer a && a.refused();
            tell(new Happening(reason, !step.hasMoved() || step.atRisk() || refused, step.sentence()));
        }
    }

    /** Reports a change of master whose last stage is reached. */
    void complete(MasterRecord record, Stages reached) {
        if (!changing) {
            return;
        }
        boolean planned = record.origin() instanceof Moved;
        String from = record.origin() instanceof Moved m ? m.from() : former;
        MasterChange change = new MasterChange(record.epoch(), planned, from, record.holder(), why, reached.times());
        if (change.isComplete()) {
            changing = false;
            told = "";
            if (reached.times().containsKey(Stage.PROMOTED)) {
                reporter.changed(change);
            }
        }
    }

    /** Another operator completed it. */
    void leaveToOther() {
        changing = false;
    }

    /** True while a change of master is under way. */
    boolean isIncomplete() {
        return changing;
    }

    /** Tells a sentence once, however often it is found again. */
    void tell(Happening happening) {
        if (!happening.sentence().equals(told)) {
            told = happening.sentence();
            reporter.happened(happening);
        }
    }

    /** Reasons of Events: names for people, as Kubernetes' own controllers give them. */
    private static String done(Action action) {
        return switch (action) {
            case Action.Elect e -> "MasterElected";
            case Action.Finish f -> "MasterElected";
            case Action.Move m -> "MasterMoved";
            case Action.ContinueMove c -> "MasterMoved";
            case Action.Attach a -> "ReplicaAttached";
            case Action.Count c -> "ReplicaInSync";
            case Action.Release r -> "NodeDetached";
            case Action.Stamp s -> "NodeDetached";
            case Action.Fence f -> "NodeDetached";
            case Action.TurnAway t -> "NodeDetached";
            case Action.Forget f -> "NodeRemoved";
            case Action.Raise r -> "EpochRaised";
            case Action.Open o -> "MasterOpened";
            case Action.Answer a -> a.reason();
            default -> action.getClass().getSimpleName();
        };
    }

    private static String failed(Action action) {
        return switch (action) {
            case Action.Elect e -> "ElectionFailed";
            case Action.Finish f -> "PromotionFailed";
            case Action.Move m -> "MoveFailed";
            case Action.ContinueMove c -> "MoveFailed";
            case Action.Forget f -> "NodeCannotLeave";
            default -> action.getClass().getSimpleName() + "Failed";
        };
    }

    private static boolean isWarning(Verdict verdict) {
        return verdict != Verdict.STARTING;
    }

    private static String reason(Verdict verdict) {
        return switch (verdict) {
            case STARTING -> "Starting";
            case UNREACHABLE_BY_OPERATOR -> "MasterUnreachableByOperator";
            case UNWELL -> "MasterUnwell";
            case UNKNOWN -> "NoMajority";
            case AT_RISK -> "DataAtRisk";
            case SERVER_TOO_OLD -> "ServerTooOld";
            case REIGNS, SUSPECT, LOST -> "MasterLost";
        };
    }
}
