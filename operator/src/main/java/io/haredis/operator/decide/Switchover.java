package io.haredis.operator.decide;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A move that a person asks for by annotation. "Any" is first narrowed to a name, so that an operator which dies between
 * the move and the answer leaves a request that is fulfilled already, and not one to move once more.
 */
final class Switchover {
    private Switchover() {}

    static Optional<Action> asked(Policy policy, Reign reign) {
        String wanted = policy.requests().switchover();
        if (wanted == null) {
            return Optional.empty();
        }
        String holder = reign.record().holder();
        if (wanted.equals(Requests.ANY)) {
            return Optional.of(Moves.target(policy, reign, false)
                    .map(target -> narrowed(target))
                    .orElseGet(() -> refused(wanted, "no other node can take over: " + obstacles(policy, reign))));
        }
        if (wanted.equals(holder)) {
            return Optional.of(new Action.Answer(
                    Requests.SWITCHOVER, wanted, null, "SwitchoverDone", holder + " is the master", false));
        }
        if (!policy.names().contains(wanted)) {
            return Optional.of(refused(
                    wanted,
                    "there is no such node; name one of " + String.join(", ", policy.names()) + ", or "
                            + Requests.ANY));
        }
        NodeView node = reign.snapshot().node(wanted);
        Optional<String> obstacle = Moves.obstacle(policy, reign, node)
                .or(() -> Optional.of("its Kubernetes node is cordoned").filter(s -> Moves.isCordoned(node)));
        return Optional.of(obstacle.<Action>map(why -> refused(wanted, why))
                .orElseGet(() -> new Action.Move(
                        wanted, "a switchover to " + wanted + " was asked for", Action.Occasion.REQUESTED)));
    }

    private static Action narrowed(String target) {
        return new Action.Answer(
                Requests.SWITCHOVER,
                Requests.ANY,
                target,
                "SwitchoverAccepted",
                target + " is to be the next master",
                false);
    }

    private static Action refused(String wanted, String why) {
        return new Action.Answer(
                Requests.SWITCHOVER,
                wanted,
                null,
                "SwitchoverRefused",
                "the switchover to " + wanted + " is refused: " + why,
                true);
    }

    private static String obstacles(Policy policy, Reign reign) {
        String all = policy.names().stream()
                .filter(n -> !n.equals(reign.record().holder()))
                .map(reign.snapshot()::node)
                .map(n -> n.name() + ": " + Moves.obstacle(policy, reign, n).orElse("its Kubernetes node is cordoned"))
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "the cluster has one node only" : all;
    }
}
