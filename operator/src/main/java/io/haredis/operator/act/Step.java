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

    /** True if a move did what it was to do; an election in its place is done too. */
    public boolean hasMoved() {
        return done && demoted == null;
    }

    /** The same, of an election because a move failed that had fenced the old master. */
    Step insteadOfMove(Target fenced) {
        return new Step(done, atRisk, sentence, versioned, fenced);
    }

    /** The same, at the price of data. */
    Step accepting(String loss) {
        String told = loss.isEmpty() ? sentence : sentence + "; " + loss;
        return done ? new Step(true, true, told, versioned, demoted) : this;
    }
}
