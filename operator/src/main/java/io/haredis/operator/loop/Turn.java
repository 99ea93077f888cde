package io.haredis.operator.loop;

import io.haredis.operator.act.Pace;
import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who acts. The holder of the operator's lease at once; another 0.4 s after its own verdict, if it then still
 * sees neither record nor stamps move, and repairs after five seconds. Safety does not rest on it: both may act at any time.
 */
final class Turn {
    private static final Duration COURTESY = Duration.ofMillis(400);
    private static final Duration LEADER_IS_BLIND = Duration.ofSeconds(5);

    private final Pace pace;
    private final Stillness courtesy = new Stillness();
    private final Stillness neglect = new Stillness();
    private boolean waits;
    /** Of all stamps and epochs seen: a node that answers now and then is no movement. */
    private long highest;

    private long ownEpoch = -1;

    Turn(Pace pace) {
        this.pace = pace;
    }

    /** This operator chose the master of that epoch: what follows is its work too. */
    void completes(long epoch) {
        ownEpoch = epoch;
    }

    /** True if this operator chose the reigning master. */
    boolean isCompleting(@Nullable Versioned versioned) {
        return versioned != null && versioned.record().epoch() == ownEpoch;
    }

    /** The actions that are this operator's to do now. */
    List<Action> mine(Decision decision, boolean leads, Snapshot snapshot, @Nullable Versioned versioned) {
        waits = false;
        if (leads) {
            return decision.actions();
        }
        List<Object> world = world(decision, snapshot, versioned);
        List<Action> repairs =
                decision.actions().stream().filter(Action::isRepair).toList();
        boolean leaderIsBlind = neglect.of(List.of(world, repairs)).compareTo(LEADER_IS_BLIND) >= 0;
        List<Action> either = decision.actions().stream()
                .filter(a -> !a.isLeadersAlone() || (leaderIsBlind && a.isRepair()))
                .toList();
        if (isCompleting(versioned) || either.isEmpty()) {
            return either;
        }
        waits = courtesy.of(world).compareTo(COURTESY) < 0;
        return waits ? List.of() : either;
    }

    /** Not longer than until it may be this operator's turn. */
    Duration atMost(Duration pause) {
        Duration left = COURTESY.minus(pace.since(courtesy.since));
        return !waits || pause.compareTo(left) < 0 ? pause : left.isNegative() ? Duration.ZERO : left;
    }

    private List<Object> world(Decision decision, Snapshot snapshot, @Nullable Versioned versioned) {
        snapshot.states()
                .forEach(s -> highest = Math.max(
                        highest, Math.max(s.keys().fenceOrZero(), s.keys().epochOrZero())));
        return List.of(decision.verdict(), versioned == null ? "" : versioned.version(), highest);
    }

    /** How long something has been the same. */
    private final class Stillness {
        private @Nullable Object seen;
        private long since;

        Duration of(Object now) {
            if (!Objects.equals(now, seen)) {
                seen = now;
                since = pace.nanos();
            }
            return pace.since(since);
        }
    }
}
