package io.haredis.operator.act;

import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.wire.JedisLinks;
import io.haredis.operator.wire.Links;
import java.nio.file.Path;
import java.time.Duration;

/** Two servers for one test, {@code c-0} and {@code c-1}: the node that is changed, and another. */
record Pair(RedisServer node, RedisServer other) implements AutoCloseable {
    static final Links LINKS = new JedisLinks(() -> RedisServer.PASSWORD, Duration.ofMillis(500));

    private static final int NETWORK = Networks.next();

    static Pair start(Path folder) {
        return new Pair(RedisServer.start("c-0", NETWORK, 1, folder), RedisServer.start("c-1", NETWORK, 2, folder));
    }

    /** One more, for the caller to close. */
    static RedisServer third(Path folder) {
        return RedisServer.start("c-2", NETWORK, 3, folder);
    }

    void prepare(Change change) {
        change.prepare(node, other);
    }

    @Override
    public void close() {
        node.close();
        other.close();
    }
}
