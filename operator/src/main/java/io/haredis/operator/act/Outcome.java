package io.haredis.operator.act;

import io.haredis.operator.decide.NodeState;
import java.util.List;

/** What became of one guarded change on one server. */
public sealed interface Outcome {
    /** It took effect, or was so already. The node as it was just before; the replies, empty if nothing was sent. */
    record Done(NodeState before, List<Object> replies) implements Outcome {}

    /**
     * It took effect: a promotion, whole. But the server is gone by now, reborn empty, say, or somebody came in between: it must be
     * looked at before anybody is told to follow it.
     */
    record Unopened(String sentence) implements Outcome {}

    /** Nothing was changed: a guard forbade it. */
    record Refused(String sentence) implements Outcome {}

    /** Nothing was changed: somebody else changed it in the same moment. */
    record Overtaken(String sentence) implements Outcome {}

    /** Part of it took effect: a command inside the EXEC failed. */
    record Half(String sentence) implements Outcome {}

    /** The connection broke or the server gave no answer: whether it took effect is unknown. */
    record NoAnswer(String sentence) implements Outcome {}

    /** True if it took effect. */
    default boolean isDone() {
        return this instanceof Done || this instanceof Unopened;
    }

    /** What to tell. */
    default String told() {
        return switch (this) {
            case Done d -> "done";
            case Unopened u -> u.sentence();
            case Refused r -> r.sentence();
            case Overtaken o -> o.sentence();
            case Half h -> h.sentence();
            case NoAnswer n -> n.sentence();
        };
    }
}
