package io.haredis.client.internal.topology;

import io.haredis.client.internal.node.Connector;
import io.haredis.client.internal.node.NodeConnection;
import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.client.internal.node.Spare;
import java.util.function.Consumer;

/** Opens connections to a master, and checks of each that it has reached the one that was meant. */
final class CheckedOpener implements NodePool.Opener {
    private final NodeReport master;
    private final Spare spare;
    private final Connector connector;
    private final Consumer<NodeConnection> onOpen;
    private final Runnable onAnother;

    /** {@code onOpen} gets each connection first; {@code onAnother} is told if the address leads elsewhere now. */
    CheckedOpener(
            NodeReport master, Spare spare, Connector connector, Consumer<NodeConnection> onOpen, Runnable onAnother) {
        this.master = master;
        this.spare = spare;
        this.connector = connector;
        this.onOpen = onOpen;
        this.onAnother = onAnother;
    }

    @Override
    public NodeConnection open(Consumer<NodeConnection> born) {
        NodeConnection connection = spare.take(there -> Judge.isStill(there, master), born);
        if (connection == null) {
            connection = connector.open(master.address(), born);
        }
        if (Judge.isStill(connection.introduction(), master)) {
            onOpen.accept(connection);
            return connection;
        }
        connection.abort();
        onAnother.run();
        throw new NotMasterException(master.address() + " is not the master that it was");
    }
}
