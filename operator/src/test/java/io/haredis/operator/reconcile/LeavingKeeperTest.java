package io.haredis.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.reconcile.LeavingKeeper.Fate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the pod of a node that is to leave. */
class LeavingKeeperTest {
    private static final Optional<Boolean> NEEDED = Optional.of(false);
    private static final Optional<Boolean> NOT_NEEDED = Optional.of(true);
    private static final String WAITING =
            "{phase: Running, containerStatuses: [{name: redis, state: {waiting: {reason: CrashLoopBackOff}}}]}";

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "runs|{phase: Running, containerStatuses: [{name: redis, state: {running: {}}}]}|LEFT_ALONE",
                "cut off|{phase: Unknown, containerStatuses: [{name: redis, state: {running: {}}}]}|LEFT_ALONE",
                "cut off, nothing told|{phase: Unknown}|LEFT_ALONE",
                "beside a broken container|{phase: Pending, containerStatuses: [{name: redis, state: {running: {}}}]}|LEFT_ALONE",
                "crashes|" + WAITING + "|REMOVED",
                "has ended|{phase: Running, containerStatuses: [{name: redis, state: {terminated: {}}}]}|REMOVED",
                "waits for its volume|{phase: Pending, containerStatuses: [{name: redis, state: {waiting: {reason: ContainerCreating}}}]}|REMOVED",
                "has no place|{phase: Pending, conditions: [{type: PodScheduled, status: 'False'}]}|REMOVED",
                "evicted|{phase: Failed, containerStatuses: [{name: redis, state: {terminated: {}}}]}|REMOVED",
            })
    void onlyOneThatRunsNoServerIsRemovedOnceItIsNotNeeded(String what, String status, Fate fate) {
        assertThat(LeavingKeeper.fate(pod("", status), NOT_NEEDED)).as(what).isEqualTo(fate);
    }

    @Test
    void oneThatMayBeNeededIsKeptAsIfItStayed() {
        assertThat(LeavingKeeper.fate(pod("", WAITING), NEEDED)).isEqualTo(Fate.KEPT);
        assertThat(LeavingKeeper.fate(null, NEEDED)).isEqualTo(Fate.KEPT);
    }

    /** Else it would be made once more just before it is forgotten. */
    @Test
    void oneThatIsGoneAndNotNeededIsNotMadeAgain() {
        assertThat(LeavingKeeper.fate(null, NOT_NEEDED)).isEqualTo(Fate.LEFT_ALONE);
    }

    @Test
    void nothingIsDoneWhileNobodyCanSay() {
        assertThat(LeavingKeeper.fate(pod("", WAITING), Optional.empty())).isEqualTo(Fate.LEFT_ALONE);
        assertThat(LeavingKeeper.fate(null, Optional.empty())).isEqualTo(Fate.LEFT_ALONE);
    }

    /** On a lost Kubernetes node it stays until that one, or a person, says that its process has ended. */
    @Test
    void oneThatIsBeingDeletedIsWaitedFor() {
        Pod pod = pod(", deletionTimestamp: '2026-11-30T00:00:00Z'", WAITING);
        assertThat(LeavingKeeper.fate(pod, NOT_NEEDED)).isEqualTo(Fate.LEFT_ALONE);
    }

    private static Pod pod(String metadata, String status) {
        String yaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: c-2" + metadata + "}\nstatus: " + status + "\n";
        return Serialization.unmarshal(yaml, Pod.class);
    }
}
