package io.haredis.operator.decide;

import java.util.List;
import java.util.Optional;

/**
 * Nodes that a person keeps from becoming master. They stay replicas: they acknowledge, can be detached and count like any
 * other, since a cluster with one node less to hold its data would be the worse for it. But they win no election, are no
 * target of a move, and are left if they are master.
 */
public final class HandFence {
    private HandFence() {}

    /** What is said of it, and whether a person should look. */
    public record Saying(String reason, boolean warning, String sentence) {}

    /** What there is to say; empty if no node is fenced. */
    public static Optional<Saying> said(Requests requests, List<String> names, String master, boolean movesAway) {
        if (requests.fenced().isEmpty()) {
            return Optional.empty();
        }
        String all = String.join(", ", requests.fenced());
        List<String> unknown =
                requests.fenced().stream().filter(n -> !names.contains(n)).toList();
        if (!unknown.isEmpty()) {
            return Optional.of(new Saying(
                    "UnknownNode",
                    true,
                    Requests.FENCE + " names " + String.join(", ", unknown) + ", which is no node of this cluster ("
                            + String.join(", ", names) + "); fenced is whom it names: " + all));
        }
        if (requests.fenced().contains(master) && !movesAway) {
            return Optional.of(new Saying(
                    "MasterFenced",
                    true,
                    master + " is fenced by hand and is still the master: no other node can take over now"));
        }
        return Optional.of(new Saying("FencedByHand", false, "kept from becoming master: " + all));
    }
}
