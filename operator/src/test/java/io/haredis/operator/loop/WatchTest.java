package io.haredis.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.act.Stage;
import io.haredis.operator.act.Step;
import io.haredis.operator.decide.Action;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.MasterRecord.Elected;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.decide.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each change of master is reported once, whatever is seen between its stages. */
class WatchTest implements Reporter {
    private static final Decision REIGNS = Decision.wait(Verdict.REIGNS, "reigns");
    private static final Decision SUSPECT = Decision.wait(Verdict.SUSPECT, "is silent");
    private static final Decision LOST = Decision.of(Verdict.LOST, "is lost", new Action.Elect());

    private final List<MasterChange> changes = new ArrayList<>();
    private final List<String> happenings = new ArrayList<>();
    private final ManualPace pace = new ManualPace();
    private final Watch watch = new Watch(pace, this);

    @Test
    void oneThatIsDoubtedBeforeAllIsDone() {
        watch.saw(LOST, record("a", 1));
        elected();
        watch.saw(REIGNS, record("b", 2));
        watch.saw(SUSPECT, record("b", 2));
        watch.saw(REIGNS, record("b", 2));
        completed(record("b", 2));
        assertThat(changes).extracting(MasterChange::epoch).containsExactly(2L);
        assertThat(changes.getFirst().from()).isEqualTo("a");
    }

    @Test
    void oneWhoseMasterIsLostBeforeAllIsDone() {
        watch.saw(LOST, record("a", 1));
        elected();
        pace.pause(Duration.ofSeconds(9));
        watch.saw(LOST, record("b", 2));
        elected();
        watch.saw(REIGNS, record("c", 3));
        completed(record("c", 3));
        assertThat(changes).extracting(MasterChange::epoch).containsExactly(3L);
        assertThat(changes.getFirst().from()).isEqualTo("b");
        assertThat(changes.getFirst().stages().get(Stage.PROMOTED)).isLessThan(Duration.ofSeconds(9));
        assertThat(happenings).containsExactly("MasterLost", "MasterElected", "MasterLost", "MasterElected");
    }

    /** One repair or another may go on beside it. */
    @Test
    void aNodeThatIsLeftAloneIsToldOnce() {
        Decision alone = new Decision(Verdict.REIGNS, "reigns; c is left alone", "c is left alone", List.of());
        watch.saw(alone, record("a", 1));
        watch.saw(
                new Decision(Verdict.REIGNS, "reigns", "c is left alone", List.of(new Action.Know("b", "r"))),
                record("a", 1));
        watch.saw(alone, record("a", 1));
        assertThat(happenings).containsExactly("NodeLeftAlone");
        watch.saw(new Decision(Verdict.REIGNS, "reigns", "b is left alone", List.of()), record("a", 1));
        assertThat(happenings).hasSize(2);
    }

    private void elected() {
        watch.stages().reached(Stage.PROMOTED);
        watch.did(new Action.Elect(), new Step(true, false, "elected " + happenings.size(), null, null));
    }

    private void completed(MasterRecord record) {
        watch.stages().reached(Stage.REATTACHED);
        watch.stages().reached(Stage.SERVICE_MOVED);
        watch.complete(record, watch.stages());
        watch.complete(record, watch.stages());
    }

    private static MasterRecord record(String holder, long epoch) {
        return new MasterRecord(epoch, holder, new Chosen("run", "id", 1), new Elected(), new TreeMap<>(), 1, null);
    }

    @Override
    public void saw(Snapshot snapshot, @Nullable MasterRecord record, Decision decision) {}

    @Override
    public void happened(Happening happening) {
        happenings.add(happening.reason());
    }

    @Override
    public void changed(MasterChange change) {
        changes.add(change);
    }
}
