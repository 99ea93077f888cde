package io.haredis.client;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as a client sees it at one moment. Immutable.
 *
 * @param state what the client can do
 * @param epoch the operator's number of the present reign, null without an operator or a master
 * @param master who reigns, null if nobody is known to
 * @param nodes all known nodes, the master among them
 * @param reason why there is no master, empty if there is one
 */
public record ClusterView(
        ClientState state, @Nullable Long epoch, @Nullable NodeView master, List<NodeView> nodes, String reason) {
    /** Before anything is known. */
    public static final ClusterView NOTHING =
            new ClusterView(ClientState.CONNECTING, null, null, List.of(), "no node has answered yet");

    /** Copies the list. */
    public ClusterView {
        nodes = List.copyOf(nodes);
    }

    /** The master, if one is known. */
    public Optional<NodeView> findMaster() {
        return Optional.ofNullable(master);
    }
}
