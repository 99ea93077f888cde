package io.haredis.client.internal.call;

import io.haredis.client.internal.Deadline;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/** Each command's name, node and time: never its arguments. */
final class CommandLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.haredis.command");

    private CommandLog() {}

    static void replied(Supplier<String> name, HostAndPort node, Deadline deadline) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} on {}: {} us", name.get(), node, deadline.elapsedNanos() / 1000);
        }
    }
}
