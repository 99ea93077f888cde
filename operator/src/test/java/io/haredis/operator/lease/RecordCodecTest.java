package io.haredis.operator.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.MasterRecord.Origin;
import io.haredis.operator.decide.MasterRecord.Raised;
import io.haredis.operator.decide.Member;
import io.haredis.protocol.Mark;
import io.haredis.protocol.Skipped;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCodecTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456Z");

    @Test
    void aRecordComesBackAsItWas() throws UnreadableRecordException {
        for (MasterRecord record : new MasterRecord[] {
            record(1, new Elected(), null),
            record(7, new Moved("c-1", "r1"), new Mark("id", 12, 3L)),
            record(8, new Elected(), new Mark("id", 0, null)),
            record(5_000_000_000L, new Elected(), null),
            record(50, new Raised(5, 9, "r9", null), null),
            record(50, new Raised(5, 9, "r9", null), null)
                    .succeeded(52, "c-0", new Chosen("r0", "id", 42), new Elected(), null),
            record(50, new Raised(5, 50, "", null), null),
            record(50, new Raised(5, 5, "r9", new Moved("c-1", "r1")), null)
        }) {
            assertThat(RecordCodec.decode(RecordCodec.encode(record, blank(), NOW)))
                    .isEqualTo(record);
        }
    }

    @Test
    void whatTheNextRecordDoesNotHaveIsRemoved() throws UnreadableRecordException {
        Lease moved = RecordCodec.encode(
                record(5_000_000_000L, new Moved("c-1", "r1"), new Mark("id", 12, 3L)), blank(), NOW);
        MasterRecord next = record(8, new Elected(), null);
        Lease lease = RecordCodec.encode(next, moved, NOW);
        assertThat(RecordCodec.decode(RecordCodec.encode(
                        next, RecordCodec.encode(record(50, new Raised(5, 9, "r9", null), null), moved, NOW), NOW)))
                .isEqualTo(next);
        assertThat(RecordCodec.decode(lease)).isEqualTo(next);
        assertThat(lease.getMetadata().getAnnotations())
                .doesNotContainKeys(RecordCodec.FROM, RecordCodec.FROM_RUN_ID, RecordCodec.MARK, RecordCodec.EPOCH);
    }

    /** Else every later reign would pass for one of another cluster. */
    @Test
    void aManifestPutBackSkipsNoneFromItsReignOn() throws UnreadableRecordException {
        MasterRecord later = record(50, new Raised(5, 9, "r9", null), null)
                .succeeded(52, "c-0", new Chosen("r0", "id", 42), new Elected(), null);
        assertThat(later.skipped().text()).isEqualTo("10-51");
        Lease lease = RecordCodec.encode(later, blank(), NOW);
        lease.getSpec().setLeaseTransitions(20);
        assertThat(RecordCodec.decode(lease).skipped().text()).isEqualTo("10-19");
        lease.getSpec().setLeaseTransitions(7);
        assertThat(RecordCodec.decode(lease).skipped()).isEqualTo(Skipped.NONE);
    }

    /** Beside an operator of an earlier version, in an upgrade. */
    @Test
    void aVersionThatDoesNotKnowTheLatestNumberLeavesItOutOrAnOldOneThere() throws UnreadableRecordException {
        Lease lease = RecordCodec.encode(record(50, new Raised(5, 9, "r9", null), null), blank(), NOW);
        Map<String, String> annotations = lease.getMetadata().getAnnotations();
        annotations.remove(RecordCodec.RAISED_FROM_LATEST);
        assertThat(RecordCodec.decode(lease).latest()).isEqualTo(5);
        annotations.put(RecordCodec.RAISED_FROM_LATEST, "3");
        assertThat(RecordCodec.decode(lease).latest()).isEqualTo(5);
        annotations.remove(RecordCodec.RAISED_FROM_RUN_ID);
        assertThat(RecordCodec.decode(lease).latest()).isEqualTo(50);
    }

    @Test
    void whatOthersWroteStays() {
        Lease base = new LeaseBuilder(blank())
                .editMetadata()
                .addToAnnotations("example.com/note", "mine")
                .endMetadata()
                .build();
        assertThat(RecordCodec.encode(record(1, new Elected(), null), base, NOW)
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("example.com/note", "mine");
    }

    @Test
    void theReignBeginsWhenTheEpochChangesAndNotWithEachWrite() {
        Lease first = RecordCodec.encode(record(1, new Elected(), null), blank(), NOW);
        Lease marked = RecordCodec.encode(record(1, new Elected(), new Mark("id", 1, null)), first, NOW.plusSeconds(9));
        Lease next = RecordCodec.encode(record(2, new Elected(), null), marked, NOW.plusSeconds(20));
        assertThat(marked.getSpec().getAcquireTime().toInstant()).isEqualTo(NOW);
        assertThat(next.getSpec().getAcquireTime().toInstant()).isEqualTo(NOW.plusSeconds(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "haredis.io/format | 2 | it has format 2, of a later version of the operator",
                "haredis.io/run-id | | annotation haredis.io/run-id is missing",
                "haredis.io/offset | twelve | annotation haredis.io/offset is no number: twelve",
                "haredis.io/kind | stolen | annotation haredis.io/kind is stolen",
                "haredis.io/kind | move | annotation haredis.io/from is missing",
                "haredis.io/members | | annotation haredis.io/members is missing",
                "haredis.io/members | {} | the holder c-0 is not among the members",
                "haredis.io/members | {\"c-0\":{}} | the entry of c-0 among the members is broken",
                "haredis.io/members | [] | the members are no JSON object",
                "haredis.io/members | {\"c-0\": | the members are no JSON",
                "haredis.io/k | 99999999999 | annotation haredis.io/k",
                "haredis.io/mark | {\"offset\":1} | the mark is broken"
            })
    void aBrokenRecordSaysWhatIsBroken(String annotation, @Nullable String value, String sentence) {
        Lease good = RecordCodec.encode(record(1, new Elected(), null), blank(), NOW);
        var annotations = new TreeMap<>(good.getMetadata().getAnnotations());
        annotations.remove(annotation);
        if (value != null) {
            annotations.put(annotation, value);
        }
        Lease broken = new LeaseBuilder(good)
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .build();
        assertThatThrownBy(() -> RecordCodec.decode(broken))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void anUnknownFieldOfAMemberIsIgnored() throws UnreadableRecordException {
        Lease good = RecordCodec.encode(record(1, new Elected(), null), blank(), NOW);
        Lease newer = new LeaseBuilder(good)
                .editMetadata()
                .addToAnnotations(
                        RecordCodec.MEMBERS, "{\"c-0\":{\"known\":\"r0\",\"voter\":true,\"colour\":\"blue\"}}")
                .endMetadata()
                .build();
        assertThat(RecordCodec.decode(newer).members())
                .isEqualTo(new TreeMap<>(Map.of("c-0", new Member("r0", null, true))));
    }

    @Test
    void aLeaseWithoutAHolderIsNoRecord() {
        assertThatThrownBy(() -> RecordCodec.decode(blank())).isInstanceOf(UnreadableRecordException.class);
    }

    private static MasterRecord record(long epoch, Origin origin, @Nullable Mark mark) {
        var members = new TreeMap<>(Map.of(
                "c-0", new Member("r0", "r0", true),
                "c-1", new Member("r1", null, true),
                "c-2", new Member(null, null, false)));
        return new MasterRecord(epoch, "c-0", new Chosen("r0", "id", 42), origin, members, 1, mark);
    }

    private static Lease blank() {
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("n")
                .withName("c-master")
                .endMetadata()
                .build();
    }
}
