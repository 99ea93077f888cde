package io.haredis.operator.act;

import java.util.SortedSet;

/** Where Kubernetes sends clients: the master Service's selector and the pods' role labels. Thread-safe. */
public interface Routes {
    /**
     * Who plays which role.
     *
     * @param epoch the reign; a Service that already carries a higher one is left as it is
     * @param master name of the master's pod
     * @param replicas names of the pods in sync with it
     * @param unclear names of the pods that have not answered for a moment: a replica among them stays one
     */
    record Route(long epoch, String master, SortedSet<String> replicas, SortedSet<String> unclear) {}

    /** True if, as far as this operator has seen, the Service and the labels are as the route wants them. Asks nobody. */
    boolean isAt(Route route);

    /** Moves the master Service. Idempotent. */
    void moveService(Route route) throws StoreException;

    /** Sets the role labels. Idempotent. */
    void label(Route route) throws StoreException;
}
