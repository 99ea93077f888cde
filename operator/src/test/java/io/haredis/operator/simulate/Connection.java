package io.haredis.operator.simulate;

import io.haredis.operator.wire.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to one process: what the server knows of its client. */
final class Connection {
    final String client;
    final Node node;
    final int process;
    final Map<String, Long> watched = new HashMap<>();
    /** Commands after MULTI, null outside. */
    @Nullable
    List<Command> queue;

    boolean queueRefused;
    boolean closed;
    /** Its client waits for the last reply no more, and may be busy with something else by now. */
    boolean abandoned;
    /** Offset of the last write to the stream made on it: what WAIT waits for. */
    long wrote;

    Connection(String client, Node node) {
        this.client = client;
        this.node = node;
        this.process = node.process();
    }

    boolean isOperators() {
        return client.startsWith("op");
    }

    boolean isOpen() {
        return !closed && node.isAlive() && node.process() == process;
    }

    void multi() {
        queue = new ArrayList<>();
        queueRefused = false;
    }
}
