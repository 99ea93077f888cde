package io.haredis.operator.simulate;

import java.util.EnumSet;
import java.util.List;

/** What may go wrong, or be asked for. */
enum Kind {
    /** A server's process ends and begins again. */
    RESTART,
    /** All of them, within a moment. */
    RESTART_ALL,
    /** An operator takes the master for dead though nobody is: time-outs are never trusted. */
    DELUDE,
    /** A replica that slept through a move is attached while the other operator holds an election; both lead. */
    REJOIN_IN_AN_ELECTION,
    /** A replica restarts and joins anew while the other operator holds an election. */
    RESTART_IN_AN_ELECTION,
    /** Of two replicas one lags and the other forgets, then the master is cut off. */
    FORGETFUL_REPLICA,
    /** The master moves to a node whose replica lags, is marked, and then both who hold the mark are gone. */
    LAGGARD_BEHIND_THE_MARK,
    /** All but the master come back with an old snapshot, and the master is cut off. */
    OLD_SNAPSHOTS,
    /** A replica is made master by hand while no operator looks, then the reigning master is cut off. */
    HAND_MASTER_UNSEEN,
    /** Scripts fail for long on whoever was just chosen. */
    CHOSEN_CANNOT,
    /** A master that is cut off loses its keys and is given a stamp. */
    FLUSHED_AND_FORGED,
    /** With one replica down the master restarts: it is needed for a majority. */
    OLD_MASTER_NEEDED,
    /** The master's save has failed when an election is held that nobody needed. */
    SAVE_FAILED_BEFORE,
    /** Two nodes leave, who alone hold what was acknowledged; then the master is cut off. */
    DATA_LEAVES,
    /** A cut-off master loses its last writes and then reigns again, within a moment: Raft's figure 8. */
    FIGURE_EIGHT,
    /** Of two replicas one lags; the other comes back with an old snapshot, and what it lacks does not reach it. */
    HALF_FORGETFUL_REPLICA,
    /** A move goes no further than into the record, and then its source answers late. */
    SOURCE_ANSWERS_LATE,
    /** Somebody writes a stamp of a later epoch, and then the master answers late. */
    STAMPED_AND_LATE,
    /** A move stalls, and the old master, fenced by then, cannot be stamped for a while. */
    MOVE_STALLS,
    /** What the target of a move lacks does not reach it, and the old master is fenced by then. */
    TARGET_LEFT_BEHIND,
    /** A replica restarts in an election that the leader, who still reaches the old master, has not heard of. */
    UNKNOWN_PROCESS,
    /** A move is recorded after a sleeping election has detached its target, and goes no further. */
    MOVE_RECORDED_LATE,
    /** A promotion is about to be finished by a sleeper when the mastership has come and gone. */
    PROMOTED_TWICE,
    /** The mastership moves away and back while the operator of the first move sleeps; a FLUSHALL follows. */
    MOVED_THERE_AND_BACK,
    /** A node that slept through a move is attached by a sleeper while an election has detached it. */
    ATTACHED_BY_A_SLEEPER,
    /** A FLUSHALL under a later reign, of which a sleeping leader has not heard. */
    FLUSHED_UNDER_A_LATER_REIGN,
    /** By hand the master loses what only a restarted node holds by now. */
    FRESHER_THAN_MASTER,
    /** A server comes back on a volume of another cluster, whose epochs ran higher. */
    FOREIGN_VOLUME,
    /** So does one, and nothing else happens that calls for another master. */
    FOREIGN_VOLUME_ALONE,
    /** A replica's pod is deleted by force, and its process lives on beside the successor of its name. */
    EARLIER_PROCESS_LIVES,
    /** A script keeps a server busy: it answers nothing else. */
    BUSY,
    /** The leader restarts and has not heard of the record yet. */
    COLD_LEADER,
    /** A cut-off master comes back when those of a later epoch have restarted. */
    LATER_EPOCH_RESTARTS,
    /** Each operator is cut off from another server. */
    SPLIT,
    /** A server does not run for a while. */
    FREEZE,
    /** Packets between two parties are held up, in one direction or both. */
    CUT,
    /** A server answers an operator late, by less than what makes it suspect for long. */
    LATE_ANSWER,
    /** A server's replication stream to another one stalls. */
    STALL,
    /** A server is cut off from all. */
    ISOLATE,
    /** An operator does not run for a while. */
    HOLD_OPERATOR,
    /** An operator's process ends. */
    KILL_OPERATOR,
    /** The lease moves; for a while both lead, or none. */
    LEADER,
    /** The API gives no answer. */
    API_DOWN,
    /** The API, or the informers, are slow. */
    API_SLOW,
    /** A person asks for a switchover. */
    SWITCHOVER,
    /** A master's pod is being deleted, or its machine drained. */
    DRAIN,
    /** The application deletes everything, our keys too. */
    FLUSH,
    /** The application writes a stamp of its own. */
    FORGE_STAMP,
    /** Somebody makes a server master by hand. */
    HAND_MASTER,
    /** Somebody makes a server follow another by hand. */
    HAND_REPLICA,
    /** A server's saves fail for a while. */
    SAVE_FAILS,
    /** Scripts fail on a server for a while, so that an EXEC is done by half. */
    SCRIPT_FAILS,
    /** A server's append-only file cannot be written for a while. */
    APPEND_FAILS,
    /** A server is over maxmemory for a while. */
    MAXMEMORY,
    /** A server saves a snapshot. */
    SAVE,
    /** The specification asks for one node more, or less. */
    RESIZE;

    /** Beside volumes of another cluster. */
    static List<Kind> besideForeignVolumes() {
        return List.of(
                FOREIGN_VOLUME,
                FOREIGN_VOLUME,
                FOREIGN_VOLUME,
                RESTART,
                RESTART,
                FREEZE,
                ISOLATE,
                CUT,
                STALL,
                BUSY,
                HOLD_OPERATOR,
                LEADER,
                API_SLOW,
                SWITCHOVER);
    }

    /** Those that may happen beside any other; the rest expect to be alone. */
    static List<Kind> independent() {
        return List.copyOf(EnumSet.complementOf(EnumSet.range(HAND_MASTER_UNSEEN, COLD_LEADER)));
    }
}
