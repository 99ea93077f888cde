package io.haredis.operator.clusters;

/** A failover loop, as those see it who start and stop it. */
public interface ClusterLoop extends AutoCloseable {
    /** Runs until interrupted. */
    void run() throws InterruptedException;

    /** There is news: a pod, the record or the specification changed. Returns at once. */
    void wake();

    /** Closes connections. Called once, when {@link #run} has returned. */
    @Override
    void close();
}
