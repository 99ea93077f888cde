package io.haredis.e2e.bench;

import io.haredis.e2e.Endpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Three servers with whoever replaces their master: an operator, Sentinels, or the clients themselves. */
interface Stage extends AutoCloseable {
    /** Of the servers. */
    String image();

    /** Waits until there is a master that all follow, and whatever looks after them is at rest. */
    void settle();

    /** The master as it is now. */
    Endpoint master();

    @Nullable
    String password();

    /** At the master that {@link #master} tells. */
    Shot aim();

    /** Waits until a shot that takes no master away has had all its effects; does nothing else. */
    void awaitEffect();

    /** What else is known of the last shot, for the report. */
    Map<String, Object> stages();

    /** Sees to it that all three are there again; returns when they are settled. */
    void repair();

    @Override
    void close();
}
