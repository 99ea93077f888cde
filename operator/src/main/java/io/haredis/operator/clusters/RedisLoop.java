package io.haredis.operator.clusters;

import io.haredis.operator.act.Pace;
import io.haredis.operator.loop.FailoverLoop;
import io.haredis.operator.loop.Ports;
import io.haredis.operator.observe.ClusterObserver;
import io.haredis.operator.observe.SystemPace;
import io.haredis.operator.wire.JedisLinks;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The failover loop of one cluster on real servers. */
public final class RedisLoop implements ClusterLoop {
    /** For a connect and for each reply. A server that needs longer counts as silent. */
    private static final Duration REPLY = Duration.ofMillis(500);

    private final ClusterObserver observer;
    private final FailoverLoop loop;

    private RedisLoop(ClusterContext context, BooleanSupplier leads) {
        Pace pace = new SystemPace();
        JedisLinks links = new JedisLinks(context.password(), REPLY);
        int database = context.policy().get().database();
        this.observer = new ClusterObserver(context.pods(), links, database, pace);
        this.loop = new FailoverLoop(
                new Ports(observer, links, context.record(), context.routes(), context.annotations(), pace),
                context.policy(),
                leads,
                context.reporter());
    }

    /** Makes such loops. */
    public static ClusterContext.LoopFactory factory(BooleanSupplier leads) {
        return context -> new RedisLoop(context, leads);
    }

    @Override
    public void run() throws InterruptedException {
        loop.run();
    }

    @Override
    public void wake() {
        observer.news().tell();
    }

    @Override
    public void close() {
        observer.close();
    }
}
