package io.haredis.operator.decide;

import java.time.Duration;

/** How a server answers the operator. Unreachable is data. */
public sealed interface Contact {
    /** It answers. */
    record Answers(NodeState state) implements Contact {}

    /**
     * It answers an error and nothing else: BUSY, LOADING, NOAUTH, NOPERM, ... It lives.
     *
     * @param code first word of the error
     */
    record Unwell(String code) implements Contact {}

    /** Its connection was closed and a new one is refused, for so long. */
    record Refused(Duration since) implements Contact {}

    /** It has not answered for so long, counted from the first request without an answer. */
    record Silent(Duration since) implements Contact {
        private static final Duration HICCUP = Duration.ofSeconds(2);

        @Override
        public boolean isHiccup() {
            return since.compareTo(HICCUP) < 0;
        }
    }

    /** There is no address to ask at: no pod, or none with an address yet. */
    record Absent() implements Contact {}

    /** Silent for less than two seconds: of a replica that is not worth a write to the API, machines are busy at times. */
    default boolean isHiccup() {
        return false;
    }
}
