package io.haredis.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.decide.PodView;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodViewsTest {
    private static final String NO_VOLUME = "[]";
    private static final String VOLUME = "[{name: data, persistentVolumeClaim: {claimName: data-c-0}}]";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a pod not yet placed                  | none   |             | {}                                   | true  | false",
                "the first pod of its volume           | volume | me          | {phase: Pending}                     | true  | false",
                "a later pod of the same volume        | volume |             | {phase: Pending}                     | false | false",
                "a volume made for another object      | volume | other       | {phase: Pending}                     | false | false",
                "image not pulled yet                  | volume | me          | {containerStatuses: [{name: redis, restartCount: 0, state: {waiting: {reason: ErrImagePull}}}]} | true | false",
                "running                               | volume | me          | {containerStatuses: [{name: redis, restartCount: 0, state: {running: {}}}]} | false | false",
                "ended                                 | none   |             | {containerStatuses: [{name: redis, restartCount: 0, state: {terminated: {exitCode: 1}}}]} | false | true",
                "between two starts                    | none   |             | {containerStatuses: [{name: redis, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1}}}]} | false | true",
                "started again                         | none   |             | {containerStatuses: [{name: redis, restartCount: 1, state: {running: {}}, lastState: {terminated: {exitCode: 1}}}]} | false | false",
                "restarts counted, states unknown      | none   |             | {containerStatuses: [{name: redis, restartCount: 1}]} | false | false",
                "an init container touched the volume  | volume | me          | {initContainerStatuses: [{name: chown, restartCount: 0, state: {terminated: {exitCode: 0}}}]} | false | false",
                "a helper ended, the server runs       | none   |             | {containerStatuses: [{name: exporter, restartCount: 0, state: {terminated: {exitCode: 1}}}, {name: redis, restartCount: 0, state: {running: {}}}]} | false | false",
                "evicted                               | none   |             | {phase: Failed, reason: Evicted}     | true  | true",
            })
    void tellsWhetherItNeverHeldDataAndWhetherItEnded(
            String what, String volume, String madeFor, String status, boolean unborn, boolean ended) {
        String volumes = volume.equals("volume") ? VOLUME : NO_VOLUME;
        String annotations = madeFor == null ? "{}" : "{" + PodViews.NEW_VOLUME + ": " + madeFor + "}";
        PodView view = PodViews.of(pod(annotations, volumes, status), "me");
        assertThat(List.of(view.unborn(), view.ended())).as(what).containsExactly(unborn, ended);
    }

    @org.junit.jupiter.api.Test
    void aPodWithoutAnAddressHasNone() {
        assertThat(PodViews.of(pod("{}", NO_VOLUME, "{podIP: ''}"), "me").ip()).isNull();
        assertThat(PodViews.of(pod("{}", NO_VOLUME, "{podIP: 10.0.0.1}"), "me").ip())
                .isEqualTo("10.0.0.1");
    }

    @org.junit.jupiter.api.Test
    void aPodBeingDeletedIsLeavingAndNotGone() {
        Pod pod = new PodBuilder(pod("{}", NO_VOLUME, "{phase: Running}"))
                .editMetadata()
                .withDeletionTimestamp("2026-11-24T10:00:00Z")
                .endMetadata()
                .build();
        assertThat(PodViews.of(pod, "me").leaving()).isTrue();
        assertThat(PodViews.of(pod, "me").ended()).isFalse();
    }

    private static Pod pod(String annotations, String volumes, String status) {
        String yaml = """
                apiVersion: v1
                kind: Pod
                metadata: {name: c-0, namespace: n, uid: u, annotations: %s}
                spec: {volumes: %s}
                status: %s
                """.formatted(annotations, volumes, status);
        return Serialization.unmarshal(yaml, Pod.class);
    }
}
