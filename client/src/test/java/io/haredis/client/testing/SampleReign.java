package io.haredis.client.testing;

import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.client.internal.topology.Reign;
import io.haredis.protocol.Lineage;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.HostAndPort;

/** A reign that nobody connects to. */
public final class SampleReign {
    private SampleReign() {}

    /** The first one. */
    public static Reign begin() {
        NodeReport master = new NodeReport(
                new HostAndPort("a", 6379), "run", true, null, true, false, Lineage.of("id", 1), 1L, List.of());
        NodePool pool = new NodePool(
                born -> {
                    throw new IllegalStateException("opens nothing");
                },
                new GenericObjectPoolConfig<>());
        return new Reign(master, pool, null);
    }
}
