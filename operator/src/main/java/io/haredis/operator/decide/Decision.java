package io.haredis.operator.decide;

import java.util.List;

/**
 * What is the matter, and what to do now. The sentence is the one that goes to the log, the Event and the condition.
 *
 * @param aside beside a master that reigns, what a person has to do about a node that is not attached, or not counted; empty
 *     if nothing is
 * @param actions in this order; stop at the first failure. Empty: nothing to do
 */
public record Decision(Verdict verdict, String sentence, String aside, List<Action> actions) {
    /** Nothing to do but look again. */
    public static Decision wait(Verdict verdict, String sentence) {
        return new Decision(verdict, sentence, "", List.of());
    }

    /** One thing to do. */
    public static Decision of(Verdict verdict, String sentence, Action action) {
        return new Decision(verdict, sentence, "", List.of(action));
    }
}
