package io.haredis.client.internal.call;

import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.topology.Reign;

/** A task that is one exchange on one connection. */
interface Exchanged<T> extends Task<T> {
    /** Sends and reads on a connection of this reign. */
    T run(NodeConnection connection, Reign reign, Deadline deadline);

    /** True if it may change data. */
    boolean mayWrite();

    /** After an exception out of {@link #run}: true if a part is known to be executed that is not going to be sent again. */
    default boolean isHalfDone() {
        return false;
    }

    @Override
    default T attempt(Reign reign, Deadline deadline) {
        return Exchange.on(reign, deadline, connection -> run(connection, reign, deadline));
    }
}
