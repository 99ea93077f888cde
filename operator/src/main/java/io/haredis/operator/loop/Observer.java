package io.haredis.operator.loop;

import io.haredis.operator.decide.Snapshot;
import java.time.Duration;

/** Sees one cluster's nodes. Used by one loop. */
public interface Observer {
    /**
     * Asks every node now and returns what is known when all have answered, or after a short bound.
     *
     * @param everything also what changes rarely: keys other than the epoch, settings, health
     */
    Snapshot look(boolean everything) throws InterruptedException;

    /** Waits for news (a connection closed, a pod changed, the specification changed), at most so long. */
    void awaitNews(Duration atMost) throws InterruptedException;
}
