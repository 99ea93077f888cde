package io.haredis.operator.decide;

import io.haredis.protocol.Beat;
import io.haredis.protocol.Mark;
import org.jspecify.annotations.Nullable;

/** One small effect. Each is idempotent, and guarded again where it takes effect. */
public sealed interface Action {
    /** Detach a majority, choose, record, promote. The record's absence makes it the first election. */
    record Elect() implements Action {}

    /** Promote the recorded holder: another operator chose it and did not finish. */
    record Finish() implements Action {}

    /** Go on with the planned move in the record at its second step. */
    record ContinueMove() implements Action {}

    /** Move the mastership to this node as planned. */
    record Move(String target, String why, Occasion occasion) implements Action {}

    /** What a planned move is for. */
    enum Occasion {
        /** The master's node is to leave the cluster. */
        SURPLUS,
        /** The master's pod is being deleted. */
        DELETED,
        /** The master is fenced by hand. */
        FENCED,
        /** The master's Kubernetes node is cordoned. */
        CORDONED,
        /** A person asks for it: tried once. */
        REQUESTED
    }

    /**
     * Answer a request made by annotation, if it still is as it was read.
     *
     * @param annotation its name
     * @param asked its value
     * @param rest what is left to be done of it, null if nothing is: the annotation goes
     * @param reason of the Event
     * @param refused true if nothing was done for it
     */
    record Answer(
            String annotation, String asked, @Nullable String rest, String reason, String sentence, boolean refused)
            implements Action {}

    /**
     * Raise the record's epoch: a server carries a higher one.
     *
     * @param holderHasIt the recorded master itself reigns with that epoch; else nobody does, and an election follows
     */
    record Raise(long epoch, boolean holderHasIt) implements Action {}

    /** Put a new process into the record, so that it may be attached. */
    record Know(String node, String runId) implements Action {}

    /** Count a process that is in sync with the reigning master. */
    record Count(String node, String runId) implements Action {}

    /** Make the node follow the reigning master. */
    record Attach(String node, String runId) implements Action {}

    /** Stamp a counted process that lost its keys with the record's epoch, so that it may be attached. */
    record Stamp(String node, String runId) implements Action {}

    /** Detach a node with data that the master does not hold, so that they can be saved before it is attached. */
    record Fence(String node, String runId) implements Action {}

    /** Save such a node's data to a file of its own. */
    record SaveCopy(String node, String runId) implements Action {}

    /** Detach a node that somebody made a replica before it is a member: the master would count its acknowledgements. */
    record TurnAway(String node, String runId) implements Action {}

    /** Detach a node that leaves the cluster. */
    record Release(String node, String runId) implements Action {}

    /** Take a detached node out of the record. */
    record Forget(String node) implements Action {}

    /** Write k into the record. */
    record RecordK(int k) implements Action {}

    /** Write lost keys, or a changed k, on the reigning master; never an older epoch. */
    record WriteKeys(int k) implements Action {}

    /** Set {@code min-replicas-to-write} on the reigning master. */
    record SetMinReplicas(int minReplicas) implements Action {}

    /** The same on one that accepts no write yet: whoever promoted it did not come that far. */
    record Open(int minReplicas) implements Action {}

    /** Write the beat on the reigning master. */
    record WriteBeat(Beat beat) implements Action {}

    /** Write the mark into the record. */
    record WriteMark(Mark mark) implements Action {}

    /** True if only the holder of the operator's lease does it; else either may, the other one 0.4 s later. */
    default boolean isLeadersAlone() {
        return switch (this) {
            case Elect e -> false;
            case Finish f -> false;
            case ContinueMove c -> false;
            case Attach a -> false;
            case Fence f -> false;
            case TurnAway t -> false;
            case Raise r -> false;
            case Open o -> false;
            default -> true;
        };
    }

    /**
     * True if the other operator does it too, after some seconds: the leader may reach the API, and not this cluster's nodes, of
     * which none would be known and counted again.
     */
    default boolean isRepair() {
        return switch (this) {
            case Know k -> true;
            case Count c -> true;
            case Stamp s -> true;
            case WriteKeys w -> true;
            default -> false; // what rests on the specification, as the other one may know it from before
        };
    }

    /** True if the rest of the plan does not rest on it: it is of one replica, or of a request, that may fail for ever. */
    default boolean isByItself() {
        return switch (this) {
            case Count c -> true;
            case Attach a -> true;
            case Stamp s -> true;
            case Fence f -> true;
            case TurnAway t -> true;
            case SaveCopy s -> true;
            case Release r -> true;
            case Answer a -> true;
            default -> false;
        };
    }

    /** True if nobody may write before it is done: it is not kept waiting for the record to be read. */
    default boolean isUrgent() {
        return (isChangeOfMaster() && !isLeadersAlone()) || this instanceof Open;
    }

    /** True if it may end with another master. */
    default boolean isChangeOfMaster() {
        return this instanceof Elect || this instanceof Finish || this instanceof ContinueMove || this instanceof Move;
    }
}
