package io.haredis.operator.reconcile;

import io.haredis.operator.kube.ClusterRef;
import java.util.Optional;

/** What the failover loops saw a moment ago of who holds the data. Thread-safe. */
public interface DataHolders {
    /** True if enough others hold all that this node, which is not the master, can hold. */
    boolean canDoWithout(ClusterRef cluster, String node);

    /**
     * Whether enough of those who would stay hold all that this node can hold, if it left the cluster; empty if nobody can
     * say just now.
     */
    Optional<Boolean> canLetGo(ClusterRef cluster, String node);

    /** Whether enough hold the data whichever one node goes; empty if nobody can say just now. */
    Optional<Boolean> canDoWithoutAnyOne(ClusterRef cluster);
}
