package io.haredis.operator.lease;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.MasterRecord.Origin;
import io.haredis.operator.decide.Member;
import io.haredis.protocol.Skipped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The master record as a Lease, so that {@code kubectl get lease} shows the holder.
 *
 * <p>{@code holderIdentity} is the master, {@code leaseTransitions} the epoch, {@code acquireTime} the beginning of the
 * reign; the rest stands in annotations. An epoch beyond 32 bits, which only a forged key can cause, has an annotation too.
 *
 * <p>Operators of two versions work side by side during an upgrade, and an earlier one would drop what it does not know.
 * A version that must not have that happen writes a {@code format} above 1: the earlier ones then leave the cluster to it.
 */
final class RecordCodec {
    private static final String PREFIX = "haredis.io/";
    static final String FORMAT = PREFIX + "format";
    static final String EPOCH = PREFIX + "epoch";
    static final String RUN_ID = PREFIX + "run-id";
    static final String REPLICATION_ID = PREFIX + "replication-id";
    static final String OFFSET = PREFIX + "offset";
    static final String KIND = PREFIX + "kind";
    static final String FROM = PREFIX + "from";
    static final String FROM_RUN_ID = PREFIX + "from-run-id";
    static final String RAISED_FROM = PREFIX + "raised-from";
    static final String RAISED_FROM_LATEST = PREFIX + "raised-from-latest";
    static final String RAISED_FROM_RUN_ID = PREFIX + "raised-from-run-id";
    static final String MEMBERS = PREFIX + "members";
    static final String QUORUM = PREFIX + "k";
    static final String SKIPPED = PREFIX + "skipped-epochs";
    static final String MARK = PREFIX + "mark";

    private static final String OUR_FORMAT = "1";
    private static final String ELECTED = "elected";
    private static final String MOVE = "move";

    private RecordCodec() {}

    /** The base with this record in it; labels, owner and foreign annotations of the base stay. */
    static Lease encode(MasterRecord record, Lease base, Instant now) {
        Map<String, String> annotations = new HashMap<>(annotations(base));
        annotations.put(RUN_ID, record.chosen().runId());
        annotations.put(REPLICATION_ID, record.chosen().replicationId());
        annotations.put(OFFSET, Long.toString(record.chosen().offset()));
        annotations.put(MEMBERS, RecordJson.members(record.members()));
        annotations.put(QUORUM, Integer.toString(record.k()));
        put(annotations, MARK, record.mark() == null ? null : RecordJson.mark(record.mark()));
        put(
                annotations,
                SKIPPED,
                record.skipped().spans().isEmpty() ? null : record.skipped().text());
        put(annotations, EPOCH, record.epoch() > Integer.MAX_VALUE ? Long.toString(record.epoch()) : null);
        putOrigin(annotations, record);
        int transitions = (int) Math.min(record.epoch(), Integer.MAX_VALUE);
        return new LeaseBuilder(base)
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .editOrNewSpec()
                .withHolderIdentity(record.holder())
                .withLeaseTransitions(transitions)
                .withAcquireTime(since(record, base, transitions, now))
                .endSpec()
                .build();
    }

    private static ZonedDateTime since(MasterRecord record, Lease base, int transitions, Instant now) {
        LeaseSpec spec = base.getSpec();
        boolean same = spec != null
                && spec.getAcquireTime() != null
                && record.holder().equals(spec.getHolderIdentity())
                && Integer.valueOf(transitions).equals(spec.getLeaseTransitions());
        return same ? spec.getAcquireTime() : now.atZone(ZoneOffset.UTC);
    }

    private static void putOrigin(Map<String, String> annotations, MasterRecord record) {
        Origin origin = record.origin();
        Optional<Moved> move = record.move();
        annotations.put(KIND, origin instanceof Moved ? MOVE : ELECTED);
        put(annotations, FROM, move.map(Moved::from).orElse(null));
        put(annotations, FROM_RUN_ID, move.map(Moved::fromRunId).orElse(null));
        MasterRecord.Raised raised = origin instanceof MasterRecord.Raised r ? r : null;
        put(annotations, RAISED_FROM, raised == null ? null : Long.toString(raised.reign()));
        put(annotations, RAISED_FROM_LATEST, raised == null ? null : Long.toString(raised.latest()));
        put(annotations, RAISED_FROM_RUN_ID, raised == null ? null : raised.runId());
    }

    private static void put(Map<String, String> annotations, String key, @Nullable String value) {
        if (value == null) {
            annotations.remove(key);
        } else {
            annotations.put(key, value);
        }
    }

    /** The record in the Lease. */
    static MasterRecord decode(Lease lease) throws UnreadableRecordException {
        Map<String, String> annotations = annotations(lease);
        String format = annotations.getOrDefault(FORMAT, OUR_FORMAT);
        if (!format.equals(OUR_FORMAT)) {
            throw new UnreadableRecordException(
                    "it has format " + format + ", of a later version of the operator",
                    "Have that version, or a later one, run alone");
        }
        LeaseSpec spec = lease.getSpec();
        if (spec == null || spec.getHolderIdentity() == null || spec.getLeaseTransitions() == null) {
            throw new UnreadableRecordException("spec.holderIdentity or spec.leaseTransitions is missing");
        }
        SortedMap<String, Member> members = RecordJson.members(required(annotations, MEMBERS));
        String holder = spec.getHolderIdentity();
        if (!members.containsKey(holder)) {
            throw new UnreadableRecordException("the holder " + holder + " is not among the members");
        }
        String mark = annotations.get(MARK);
        long epoch = epoch(annotations, spec.getLeaseTransitions());
        Origin origin = origin(annotations, epoch);
        return new MasterRecord(
                epoch,
                holder,
                new Chosen(
                        required(annotations, RUN_ID),
                        required(annotations, REPLICATION_ID),
                        number(annotations, OFFSET)),
                origin,
                members,
                quorum(annotations),
                mark == null ? null : RecordJson.mark(mark),
                skipped(annotations).before(origin instanceof MasterRecord.Raised raised ? raised.reign() : epoch));
    }

    /** A manifest put back may tell of more than its epoch can know. */
    private static Skipped skipped(Map<String, String> annotations) throws UnreadableRecordException {
        String text = annotations.get(SKIPPED);
        try {
            return text == null ? Skipped.NONE : Skipped.of(text);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("annotation " + SKIPPED + " is " + text);
        }
    }

    private static int quorum(Map<String, String> annotations) throws UnreadableRecordException {
        long k = number(annotations, QUORUM);
        if (k < 0 || k > Integer.MAX_VALUE) {
            throw new UnreadableRecordException("annotation " + QUORUM + " is " + k);
        }
        return (int) k;
    }

    private static long epoch(Map<String, String> annotations, int transitions) throws UnreadableRecordException {
        return transitions == Integer.MAX_VALUE && annotations.containsKey(EPOCH)
                ? number(annotations, EPOCH)
                : transitions;
    }

    private static Origin origin(Map<String, String> annotations, long epoch) throws UnreadableRecordException {
        String kind = required(annotations, KIND);
        return switch (kind) {
            case ELECTED ->
                annotations.containsKey(RAISED_FROM)
                        ? new MasterRecord.Raised(
                                number(annotations, RAISED_FROM),
                                latest(annotations, epoch),
                                annotations.getOrDefault(RAISED_FROM_RUN_ID, ""),
                                annotations.containsKey(FROM) ? move(annotations) : null)
                        : new MasterRecord.Elected();
            case MOVE -> move(annotations);
            default -> throw new UnreadableRecordException("annotation " + KIND + " is " + kind);
        };
    }

    /** A version that does not know of this number leaves it out, or one of an earlier reign there. */
    private static long latest(Map<String, String> annotations, long epoch) throws UnreadableRecordException {
        if (annotations.getOrDefault(RAISED_FROM_RUN_ID, "").isEmpty()) {
            return epoch; // it still names the master that carries it
        }
        long reign = number(annotations, RAISED_FROM);
        return annotations.containsKey(RAISED_FROM_LATEST)
                ? Math.max(reign, number(annotations, RAISED_FROM_LATEST))
                : reign;
    }

    private static Moved move(Map<String, String> annotations) throws UnreadableRecordException {
        return new Moved(required(annotations, FROM), required(annotations, FROM_RUN_ID));
    }

    private static String required(Map<String, String> annotations, String key) throws UnreadableRecordException {
        String value = annotations.get(key);
        if (value == null) {
            throw new UnreadableRecordException("annotation " + key + " is missing");
        }
        return value;
    }

    private static long number(Map<String, String> annotations, String key) throws UnreadableRecordException {
        String value = required(annotations, key);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException broken) {
            throw new UnreadableRecordException("annotation " + key + " is no number: " + value);
        }
    }

    private static Map<String, String> annotations(Lease lease) {
        Map<String, String> annotations = lease.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}
