package io.haredis.operator.act;

import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;

/**
 * The process that a change is meant for.
 *
 * @param node its node's name
 * @param host its address
 * @param runId the process; a restart in between makes the guard refuse
 */
public record Target(String node, String host, String runId) {
    /** The node's server as last observed, which must have an address. */
    public static Target of(NodeView node, String runId) {
        return new Target(node.name(), node.host().orElse(""), runId);
    }

    int port() {
        return PodView.PORT;
    }
}
