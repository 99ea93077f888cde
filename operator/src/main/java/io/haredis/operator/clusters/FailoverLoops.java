package io.haredis.operator.clusters;

import io.haredis.operator.loop.FailoverLoop;
import io.haredis.operator.loop.Ports;
import io.haredis.operator.observe.ClusterObserver;
import io.haredis.operator.observe.SystemPace;
import io.haredis.operator.wire.JedisLinks;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The real loops: Redis by Jedis, time by the machine's clock. */
public final class FailoverLoops implements ClusterContext.LoopFactory {
    private final BooleanSupplier leads;
    private final Duration timeout;

    /**
     * A factory of loops.
     *
     * @param leads true while this process leads
     * @param timeout for a connect to a Redis server and for each of its replies
     */
    public FailoverLoops(BooleanSupplier leads, Duration timeout) {
        this.leads = leads;
        this.timeout = timeout;
    }

    @Override
    public ClusterLoop create(ClusterContext context) {
        SystemPace pace = new SystemPace();
        JedisLinks links = new JedisLinks(context.password(), timeout);
        ClusterObserver observer = new ClusterObserver(
                context.pods(), links, context.policy().get().database(), pace);
        Ports ports = new Ports(observer, links, context.record(), context.routes(), pace);
        return new Running(new FailoverLoop(ports, context.policy(), leads, context.reporter()), observer);
    }

    private record Running(FailoverLoop loop, ClusterObserver observer) implements ClusterLoop {
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
}
