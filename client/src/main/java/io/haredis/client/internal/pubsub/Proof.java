package io.haredis.client.internal.pubsub;

import io.haredis.client.internal.command.Refusal;
import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.client.internal.topology.Reign;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.RawableFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Publishes tokens on the master, over a connection of its own: the application's may all be in use. */
final class Proof {
    private static final Logger LOG = LoggerFactory.getLogger(Proof.class);
    private static final AtomicLong NUMBER = new AtomicLong();

    private Proof() {}

    /** What became of it. */
    enum Outcome {
        /** It is in the stream. */
        PUBLISHED,
        /** The user may not publish there. */
        FORBIDDEN,
        /** The master is not there, or is not master. */
        FAILED
    }

    /** One that has not been used before. */
    static String nextToken() {
        return Long.toString(NUMBER.incrementAndGet());
    }

    /** Publishes it on this reign's master and nowhere else. */
    static Outcome publish(Connector connector, Reign reign, Channel channel, String token) {
        try (NodeConnection connection = connector.openForQuestions(reign.address())) {
            NodeReport there = connection.introduction();
            boolean same = there.master()
                    && there.runId().equals(reign.master().runId())
                    && there.epochOrZero() == reign.master().epochOrZero();
            if (!same || reign.isOver()) {
                return Outcome.FAILED;
            }
            CommandArguments publish = new CommandArguments(Command.PUBLISH)
                    .add(RawableFactory.from(channel.raw()))
                    .add(token);
            connection.executeCommand(new CommandObject<>(publish, BuilderFactory.LONG));
            return Outcome.PUBLISHED;
        } catch (RuntimeException e) { // the application's own credentials provider may throw any
            LOG.debug("no token on {}: {}", reign, e.getMessage());
            return e instanceof JedisException refusal && Refusal.isForbidden(refusal)
                    ? Outcome.FORBIDDEN
                    : Outcome.FAILED;
        }
    }
}
