package io.haredis.operator.report;

import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;

/** The cluster in one word. Pure. */
final class Phases {
    private Phases() {}

    static Phase of(Seen seen, boolean configurationRejected) {
        Decision decision = seen.decision();
        return switch (decision.verdict()) {
            case SERVER_TOO_OLD -> Phase.FAILED;
            case STARTING -> starting(seen, configurationRejected);
            case LOST -> lost(seen);
            case UNKNOWN, AT_RISK -> seen.record() == null ? starting(seen, configurationRejected) : Phase.BLOCKED;
            case REIGNS -> reigns(seen);
            case SUSPECT, UNREACHABLE_BY_OPERATOR, UNWELL -> Phase.DEGRADED;
        };
    }

    private static Phase starting(Seen seen, boolean configurationRejected) {
        boolean noPods = seen.snapshot().all().stream().allMatch(node -> node.pod() == null);
        if (noPods) {
            return configurationRejected ? Phase.FAILED : Phase.PENDING;
        }
        return Phase.STARTING;
    }

    private static Phase lost(Seen seen) {
        if (seen.record() == null) {
            return Phase.STARTING;
        }
        return isMoving(seen) ? Phase.MOVING : Phase.FAILING_OVER;
    }

    private static Phase reigns(Seen seen) {
        if (isMoving(seen)) {
            return Phase.MOVING;
        }
        boolean settled = Nodes.missing(seen).isEmpty() && Leaving.of(seen).isEmpty();
        return settled && !Nodes.isMasterClosed(seen) ? Phase.RUNNING : Phase.DEGRADED;
    }

    private static boolean isMoving(Seen seen) {
        return seen.decision().actions().stream()
                .anyMatch(a -> a instanceof Action.Move || a instanceof Action.ContinueMove);
    }
}
