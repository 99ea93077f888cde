package io.haredis.operator.act;

import io.haredis.operator.act.RecordStore.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What became of one action.
 *
 * @param done it took effect: the next one may follow
 * @param atRisk it would have lost data: a person must decide
 * @param sentence what to tell; empty if it is not worth telling
 * @param versioned the record as it is now, as far as this action knows
 * @param demoted a process that was master until this action, null if none
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
    static Step of(Outcome outcome, Target target, String sentence, @Nullable Versioned versioned) {
        if (outcome instanceof Outcome.Done done) {
            boolean wasMaster = done.before().isMaster();
            return new Step(true, false, sentence, versioned, wasMaster ? target : null);
        }
        return failed(outcome.told(), versioned);
    }

    /** The same, of a master that stays one. */
    Step withoutDemotion() {
        return new Step(done, atRisk, sentence, versioned, null);
    }
}
