package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Poll;
import io.haredis.e2e.history.Look;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Tells when a replica is fenced, which is how an election begins. */
final class MidElection implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final int PORT = 6379;

    private final String node;
    private final Jedis replica;
    private final Duration later;

    private MidElection(String node, Jedis replica, Duration later) {
        this.node = node;
        this.replica = replica;
        this.later = later;
    }

    /** Connects to one of the replicas; the moment meant is so many milliseconds after it is fenced. */
    static MidElection watch(Patient patient, List<Pod> replicas, int laterMillis) {
        Pod pod = replicas.getFirst();
        Endpoint endpoint =
                new Endpoint(pod.getMetadata().getName(), pod.getStatus().getPodIP(), PORT);
        return new MidElection(
                endpoint.name(), Wire.connect(endpoint, patient.cluster().password()), Duration.ofMillis(laterMillis));
    }

    /** Returns at that moment, or after some seconds without an election, and says which. */
    void await() {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        String seen = "fenced";
        try {
            boolean fenced = isFenced();
            while (!fenced && System.nanoTime() < deadline) {
                Thread.onSpinWait();
                fenced = isFenced();
            }
            seen = fenced ? seen : "NOT fenced";
        } catch (JedisException lost) {
            // Its connection was closed by a change of role: that moment will do.
            seen = "gone";
        }
        System.out.println("chaos: in mid-election " + node + " was " + seen + ", the leader sleeps " + later.toMillis()
                + " ms later");
        Poll.pause(later);
    }

    private boolean isFenced() {
        return Identity.look(replica, node, node, List.of("none")).role() != Look.Role.REPLICA;
    }

    @Override
    public void close() {
        replica.close();
    }
}
