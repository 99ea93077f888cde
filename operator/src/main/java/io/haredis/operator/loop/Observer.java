package io.haredis.operator.loop;

import io.haredis.operator.decide.Snapshot;
import java.time.Duration;

/** Sees one cluster's nodes. Used by one loop. */
public interface Observer {
    /** A request without an answer for so long is a missed one. */
    Duration MISSED = Duration.ofMillis(40);

    /** An operator that did not look for so long stood still itself. */
    Duration STANDSTILL = Duration.ofMillis(600);

    /** One look of so many asks for everything, though nobody wants it: about one a second while all is calm. */
    int WHOLE_EVERY = 7;

    /**
     * Asks every node now and returns what is known when all have answered, or after a short bound.
     *
     * @param everything also what changes rarely: keys other than the epoch, settings, health
     */
    Snapshot look(boolean everything) throws InterruptedException;

    /** Waits for news (a connection closed, a pod changed, the specification changed), at most so long. */
    void awaitNews(Duration atMost) throws InterruptedException;
}
