package io.haredis.client.internal.call;

import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.topology.Reign;

/** A task that is one exchange on one connection. */
interface Exchanged<T> extends Task<T> {
    /** Sends and reads on a connection of this reign. */
    T run(NodeConnection connection, Reign reign, Deadline deadline);

    @Override
    boolean mayWrite();

    @Override
    default T attempt(Reign reign, Deadline deadline) {
        return Exchange.on(reign, deadline, connection -> run(connection, reign, deadline));
    }
}
