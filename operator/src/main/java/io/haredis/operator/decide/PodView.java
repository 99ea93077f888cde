package io.haredis.operator.decide;

import org.jspecify.annotations.Nullable;

/**
 * A node's pod as the Kubernetes API last showed it. May be stale; nothing that must be certain rests on it.
 *
 * @param name the pod's and the node's name
 * @param uid the pod's identity
 * @param ip its address, null while it has none
 * @param unborn provably never held data: its volume was made for this cluster object, and no container ever started
 * @param ended its container or the pod itself is reported gone
 * @param leaving it is being deleted
 * @param cordoned its Kubernetes node takes no new pods
 */
public record PodView(
        String name,
        String uid,
        @Nullable String ip,
        boolean unborn,
        boolean ended,
        boolean leaving,
        boolean cordoned) {
    /** The port every node listens on. */
    public static final int PORT = 6379;
}
