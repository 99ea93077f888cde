package io.haredis.operator.simulate;

import static io.haredis.operator.simulate.Kind.*;

import io.haredis.operator.simulate.Node.Restart;
import java.util.List;

/** What a schedule is made of. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are
enum Profile {
    ALL(0, null, Kind.independent(), 8, List.of(Restart.values()), 0.02, 0.004, 1500),
    RESTARTS(
            3,
            null,
            List.of(
                    OLD_SNAPSHOTS,
                    LATER_EPOCH_RESTARTS,
                    RESTART,
                    FREEZE,
                    ISOLATE,
                    CUT,
                    SAVE,
                    HOLD_OPERATOR,
                    LEADER,
                    STALL),
            7,
            List.of(Restart.values()),
            0.03,
            0.003,
            300),
    EMPTIED(
            3,
            false,
            List.of(LAGGARD_BEHIND_THE_MARK, LAGGARD_BEHIND_THE_MARK, RESTART, FREEZE, ISOLATE, STALL),
            6,
            List.of(Restart.EMPTY),
            0.02,
            0,
            300),
    QUORUM(
            3,
            true,
            List.of(
                    FORGETFUL_REPLICA,
                    FORGETFUL_REPLICA,
                    RESTART,
                    FREEZE,
                    ISOLATE,
                    CUT,
                    STALL,
                    LEADER,
                    HOLD_OPERATOR,
                    SWITCHOVER),
            7,
            List.of(Restart.EMPTY, Restart.SNAPSHOT),
            0.03,
            0.003,
            200),
    MOVES(
            3,
            List.of(
                    SWITCHOVER,
                    SWITCHOVER,
                    SWITCHOVER,
                    DRAIN,
                    HOLD_OPERATOR,
                    KILL_OPERATOR,
                    LEADER,
                    STALL,
                    API_DOWN,
                    API_SLOW),
            0.06,
            0.02),
    SIZES(
            5,
            List.of(RESIZE, RESIZE, RESIZE, SWITCHOVER, LATE_ANSWER, LATE_ANSWER, LATE_ANSWER, LATE_ANSWER),
            0.02,
            0.005),
    DUEL(
            3,
            true,
            List.of(
                    REJOIN_IN_AN_ELECTION,
                    REJOIN_IN_AN_ELECTION,
                    RESTART_IN_AN_ELECTION,
                    RESTART_IN_AN_ELECTION,
                    LEADER,
                    LEADER,
                    DELUDE,
                    DELUDE,
                    SPLIT,
                    SPLIT,
                    ISOLATE,
                    FREEZE,
                    FREEZE,
                    CUT,
                    API_SLOW,
                    KILL_OPERATOR,
                    RESTART,
                    SWITCHOVER),
            8,
            List.of(Restart.EMPTY, Restart.LOG),
            0.3,
            0.003,
            100) {
        @Override
        long longestHold(World world) {
            return world.anyOf(3 * World.MILLI, 300 * World.MILLI);
        }
    },
    MEMBERS(
            0,
            true,
            List.of(RESIZE, RESIZE, RESIZE, ISOLATE, FREEZE, RESTART, LEADER, HOLD_OPERATOR, CUT),
            7,
            List.of(Restart.EMPTY, Restart.SNAPSHOT),
            0.04,
            0.005,
            400),
    KEYS(
            3,
            null,
            List.of(
                    FLUSH,
                    FLUSH,
                    FORGE_STAMP,
                    HAND_MASTER,
                    HAND_REPLICA,
                    RESTART,
                    FREEZE,
                    ISOLATE,
                    LEADER,
                    HOLD_OPERATOR),
            7,
            List.of(Restart.values()),
            0.05,
            0.004,
            200),
    UNWELL(
            3,
            null,
            List.of(
                    SAVE_FAILS,
                    SCRIPT_FAILS,
                    SCRIPT_FAILS,
                    APPEND_FAILS,
                    MAXMEMORY,
                    FREEZE,
                    ISOLATE,
                    RESTART,
                    SWITCHOVER,
                    LEADER),
            7,
            List.of(Restart.values()),
            0.02,
            0.003,
            200),
    SYNCS(
            3,
            null,
            List.of(RESTART, RESTART, ISOLATE, FREEZE, CUT, STALL),
            7,
            List.of(Restart.values()),
            0.02,
            0.002,
            4000),
    HAND_MADE(3, true, HAND_MASTER_UNSEEN),
    HALF_DONE(3, false, CHOSEN_CANNOT),
    RAISED(3, true, FLUSHED_AND_FORGED),
    TWO_LEFT(3, false, OLD_MASTER_NEEDED),
    SAVES(3, null, SAVE_FAILED_BEFORE),
    LEAVERS(5, true, DATA_LEAVES),
    TWICE(3, true, FIGURE_EIGHT),
    STALLED(3, null, MOVE_STALLS),
    BEHIND(3, null, TARGET_LEFT_BEHIND),
    HALF_FORGOTTEN(3, true, HALF_FORGETFUL_REPLICA),
    SOURCE(3, null, SOURCE_ANSWERS_LATE),
    STAMPED(3, null, STAMPED_AND_LATE),
    UNKNOWN(3, true, UNKNOWN_PROCESS),
    LATE(3, true, MOVE_RECORDED_LATE),
    AGAIN(3, true, PROMOTED_TWICE),
    BACK(3, null, MOVED_THERE_AND_BACK),
    ATTACHED(3, true, ATTACHED_BY_A_SLEEPER),
    FLUSHED(3, true, FLUSHED_UNDER_A_LATER_REIGN),
    FRESH(3, null, FRESHER_THAN_MASTER),
    COLD(3, null, COLD_LEADER),
    FOREIGN(0, null, Kind.besideForeignVolumes(), 8, List.of(Restart.values()), 0.02, 0.003, 300),
    RECYCLED(3, null, FOREIGN_VOLUME_ALONE),
    STRANGER(3, true, EARLIER_PROCESS_LIVES);

    private final int members;
    private final Boolean quorum;
    private final List<Kind> kinds;
    private final int most;
    private final List<Restart> restarts;
    private final double holding;
    private final double dying;
    private final long sync;

    /**
     * A kind of schedule.
     *
     * @param members how many nodes; 0 for any number from 1 to 5
     * @param quorum durability Quorum; null for either
     * @param kinds the faults to draw from; one named twice comes twice as often
     * @param most how many of them at most
     * @param restarts what a restart leaves
     * @param holding how often an operator is held up at an effect
     * @param dying how often it ends there
     * @param sync the longest full sync, in milliseconds
     */
    Profile(
            int members,
            Boolean quorum,
            List<Kind> kinds,
            int most,
            List<Restart> restarts,
            double holding,
            double dying,
            long sync) {
        this.members = members;
        this.quorum = quorum;
        this.kinds = kinds;
        this.most = most;
        this.restarts = restarts;
        this.holding = holding;
        this.dying = dying;
        this.sync = sync;
    }

    /** No server fails, and none restarts. */
    Profile(int members, List<Kind> kinds, double holding, double dying) {
        this(members, null, kinds, 8, List.of(), holding, dying, 50);
    }

    /** One trap and nothing else: only its timing is random. */
    Profile(int members, Boolean quorum, Kind trap) {
        this(members, quorum, List.of(trap), 1, List.of(Restart.LOG), 0, 0, 200);
    }

    boolean isTrap() {
        return most == 1;
    }

    /** It has seeds of its own: those of the others are the same schedules without it. */
    boolean isApart() {
        return this == FOREIGN || this == RECYCLED || this == STRANGER;
    }

    int members(World world) {
        return members > 0 ? members : world.chance(0.5) ? 3 : 1 + world.below(5);
    }

    boolean quorum(World world) {
        return quorum == null ? world.chance(0.5) : quorum;
    }

    List<Kind> kinds() {
        return kinds;
    }

    int most() {
        return most;
    }

    List<Restart> restarts() {
        return restarts;
    }

    double holding() {
        return holding;
    }

    double dying() {
        return dying;
    }

    long sync() {
        return sync * World.MILLI;
    }

    /** How long an operator is held up at most. */
    long longestHold(World world) {
        return world.anyOf(10 * World.MILLI, 6 * World.SECOND);
    }

    /** No server fails: then no write that a master accepted may be lost. */
    boolean nothingFails() {
        return restarts.isEmpty() || this == STALLED || this == BEHIND || this == SOURCE || this == STAMPED;
    }
}
