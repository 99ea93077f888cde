package io.haredis.operator.inventory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets a sentence pass once, and then again from time to time: what is tried each half minute is not told each time. */
final class Seldom {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    Seldom(InstantSource clock) {
        this.clock = clock;
    }

    /** True if this is to be said of the subject now: it is new, or was said long ago. */
    boolean isDue(String subject, String sentence) {
        Instant now = clock.instant();
        Said last = said.get(subject);
        boolean due = last == null
                || !last.sentence().equals(sentence)
                || !now.isBefore(last.at().plus(PAUSE));
        if (due) {
            said.put(subject, new Said(sentence, now));
        }
        return due;
    }

    private record Said(String sentence, Instant at) {}
}
