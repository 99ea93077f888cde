package io.haredis.client.internal.topology;

import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodeReport;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What becomes of replies that were on their way when their reign ended. They count only if the old master proves that it lost
 * nothing: the same process, now a replica in the lineage of the very master that calls go to by now, which remembers its own one
 * as the former. Only a partial resync leaves it so, and that is refused to whoever wrote past the new master's beginning. A full
 * one, another master in between, or no answer: they do not.
 */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger("io.haredis.failover");
    /** While somebody waits for a reply of the old master. */
    private static final int QUESTION_MILLIS = 100;
    /** While only the counter of writes wants to know. */
    private static final int CALM_QUESTION_MILLIS = 1000;
    /** Who has owed a reply for so long and answered nobody since is not asked. */
    private static final long SILENT_NANOS = Duration.ofMillis(300).toNanos();

    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private Settlement() {}

    /** Nothing more is sent to the old master; what it still answers is for {@code workers} to find out. */
    static void begin(Reign old, NodeReport next, Connector connector, Executor workers) {
        boolean silent = old.pool().isSilentFor(SILENT_NANOS);
        old.pool().close();
        try {
            workers.execute(() -> settle(old, next, silent, connector));
        } catch (RejectedExecutionException | Error e) {
            old.settle(false);
            old.pool().abandon();
        }
    }

    /** Asks the old master until it is clear, then ends what is left of the old reign. On a worker. */
    private static void settle(Reign old, NodeReport next, boolean silent, Connector connector) {
        boolean kept = false;
        try {
            kept = old.isClaimed() && !silent && provesToHaveLostNothing(old, next, connector);
        } finally {
            old.settle(kept);
            if (!kept) {
                old.pool().abandon();
            }
        }
    }

    private static boolean provesToHaveLostNothing(Reign old, NodeReport next, Connector connector) {
        long begin = System.nanoTime();
        int patience = old.pool().size() > 0 ? QUESTION_MILLIS : CALM_QUESTION_MILLIS;
        try (NodeConnection connection = connector.openForQuestions(old.address(), patience)) {
            NodeReport now = connection.introduction();
            while (isUndecided(old, now) && System.nanoTime() - begin < PATIENCE_NANOS) {
                LockSupport.parkNanos(PAUSE_NANOS);
                now = connection.ask();
            }
            return isProof(old.master(), now, next);
        } catch (JedisException e) {
            LOG.debug("{} does not answer: what it still replies does not count", old);
            return false;
        }
    }

    /** Demoted, and not yet in sync with anybody: its lineage is still its own. */
    private static boolean isUndecided(Reign old, NodeReport now) {
        return old.isClaimed()
                && Judge.isSameProcess(now, old.master())
                && !now.master()
                && now.lineage().id().equals(old.master().lineage().id());
    }

    static boolean isProof(NodeReport reigned, NodeReport now, NodeReport next) {
        return Judge.isSameProcess(now, reigned)
                && !now.master()
                && now.linkUp()
                && !now.loading()
                && now.lineage().id().equals(next.lineage().id())
                && now.lineage().formerUntil() >= 0
                && now.lineage().formerId().equals(reigned.lineage().id());
    }
}
