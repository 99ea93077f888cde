package io.haredis.client.internal.topology;

import io.haredis.client.internal.node.NodeReport;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Asks nodes on workers, one question to a node at a time. */
final class Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    private final Executor workers;
    private final Replies replies;
    private final Duration usual;

    /** Where answers go. Called by workers. */
    interface Replies {
        /** It said this. */
        void answered(Node node, NodeReport report);

        /** It said nothing. */
        void failed(Node node, RuntimeException error);
    }

    /** {@code usual}: how long until the next one if one could not be asked. */
    Questions(Executor workers, Replies replies, Duration usual) {
        this.workers = workers;
        this.replies = replies;
        this.usual = usual;
    }

    void askIfDue(Node node) {
        if (node.asking || node.nextAsk - System.nanoTime() > 0) {
            return;
        }
        node.asking = true;
        node.askedAt = System.nanoTime();
        try {
            workers.execute(() -> ask(node));
        } catch (RejectedExecutionException e) {
            LOG.debug("closing");
        } catch (Error e) {
            // No thread, say: it must be asked another time.
            over(node);
            throw e;
        }
    }

    /** No question is out any more. Until it is scheduled the next one comes as usual, whatever goes wrong meanwhile. */
    void over(Node node) {
        node.asking = false;
        node.nextAsk = System.nanoTime() + usual.toNanos();
    }

    private void ask(Node node) {
        try {
            replies.answered(node, node.ask());
        } catch (JedisException e) {
            replies.failed(node, e);
        } catch (RuntimeException | Error e) {
            // Out of memory, say: unless it is told, the node is never asked again.
            LOG.warn("asking {}", node.address, e);
            replies.failed(node, new IllegalStateException(e));
        }
    }

    void keepSpare(Node node) {
        try {
            workers.execute(node.spare::keep);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing");
        }
    }
}
