package io.haredis.client.internal;

import io.haredis.client.Durability;
import io.haredis.client.HaListener;
import io.haredis.client.OverflowPolicy;
import io.haredis.client.ReplicaChoice;
import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.node.Connector;
import java.time.Duration;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/**
 * What the builder was told, complete and checked.
 *
 * @param nodes where to begin
 * @param connector how to reach any node
 * @param poolConfig of each master's pool
 * @param deadline of each call
 * @param maxWaiting most calls that wait for a master at the same time
 * @param retryPolicy what may run twice
 * @param probeInterval how often each node is asked while all is well
 * @param listeners who is told
 * @param replicas how they are read from
 * @param listening how messages are handed out
 * @param quorum when writes count
 * @param countWrites true if they are added to the opcounter
 */
public record Settings(
        List<HostAndPort> nodes,
        Connector connector,
        GenericObjectPoolConfig<Connection> poolConfig,
        Duration deadline,
        int maxWaiting,
        RetryPolicy retryPolicy,
        Duration probeInterval,
        List<HaListener> listeners,
        ReplicaReads replicas,
        Listening listening,
        Quorum quorum,
        boolean countWrites) {
    /**
     * How replicas are read from.
     *
     * @param choice which of them
     * @param maxLag how old their data may be
     */
    public record ReplicaReads(ReplicaChoice choice, Duration maxLag) {}

    /**
     * How messages are handed out.
     *
     * @param buffer most messages that wait for one listener
     * @param overflow what happens to one more
     */
    public record Listening(int buffer, OverflowPolicy overflow) {}

    /**
     * When writes count.
     *
     * @param durability unless a view says otherwise
     * @param patience how long a durable write waits for its replicas
     */
    public record Quorum(Durability durability, Duration patience) {}
}
