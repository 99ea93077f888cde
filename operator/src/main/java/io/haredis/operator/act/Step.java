package io.haredis.operator.act;

import io.haredis.operator.act.RecordStore.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What became of one action.
 *
 * @param done it took effect: the next one may follow
 * @param atRisk it would have lost data, and a person must decide; if done, it may have lost some, and that was accepted
 * @param sentence what to tell; empty if it is not worth telling
 * @param versioned the record as it is now, as far as this action knows
 * @param demoted the old master that a failed move has fenced, null if none: an election must follow, or has
 */
public record Step(
        boolean done,
        boolean atRisk,
        String sentence,
        @Nullable Versioned versioned,
        @Nullable Target demoted) {

    static Step done(String sentence, @Nullable Versioned versioned) {
        return new Step(true, false, sentence, versioned, null);
    }

    static Step failed(String sentence, @Nullable Versioned versioned) {
        return new Step(false, false, sentence, versioned, null);
    }

    /** Of a change on one server. */
    static Step of(Outcome outcome, String sentence, @Nullable Versioned versioned) {
        return outcome.isDone() ? done(sentence, versioned) : failed(outcome.told(), versioned);
    }

    /** True if it is done, and, of a move, by a move: an election in its place is done too. */
    public boolean hasMoved() {
        return done && demoted == null;
    }

    /** A failed move with the election that it asks for. If the target wins that, the move did what it was to do. */
    Step followedBy(Step election) {
        Versioned after = election.versioned;
        boolean targetReigns = election.done
                && versioned != null
                && after != null
                && after.record().holder().equals(versioned.record().holder());
        return new Step(
                election.done,
                election.atRisk,
                sentence + "; " + election.sentence,
                after,
                targetReigns ? null : demoted);
    }

    /** The same, at the price of data. */
    Step accepting(String loss) {
        String told = loss.isEmpty() ? sentence : sentence + "; " + loss;
        return done ? new Step(true, true, told, versioned, demoted) : this;
    }
}
