package io.haredis.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObstacleTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "running ~ {phase: Running, containerStatuses: [{name: redis, state: {running: {}}}]} ~",
                "being made ~ {phase: Pending, containerStatuses: [{name: redis, state: {waiting: {reason: ContainerCreating}}}]} ~",
                "no place ~ {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/3 nodes are available: 3 Insufficient memory.'}]}"
                        + "~ c-0 does not run: Unschedulable (0/3 nodes are available: 3 Insufficient memory.)",
                "wrong image ~ {phase: Pending, containerStatuses: [{name: redis, state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"nosuch:1\"'}}}]}"
                        + "~ c-0 does not run: ImagePullBackOff (Back-off pulling image \"nosuch:1\")",
                "full disk ~ {phase: Running, containerStatuses: [{name: redis, state: {waiting: {reason: CrashLoopBackOff, message: 'back-off 10s'}}, lastState: {terminated: {exitCode: 1, message: \"one\\ntwo\\nCan't open the append-only file: No space left on device\\n\"}}}]}"
                        + "~ c-0 does not run: CrashLoopBackOff (back-off 10s Its last end: exit code 1, two | Can't open the append-only file: No space left on device)",
                "evicted ~ {phase: Failed, reason: Evicted, message: 'The node was low on resource: memory.'}"
                        + "~ c-0 does not run: Evicted (The node was low on resource: memory.)",
                "server ended ~ {phase: Running, containerStatuses: [{name: redis, state: {terminated: {exitCode: 0, reason: Completed}}}]}"
                        + "~ c-0 does not run: Completed (exit code 0)",
                "init container done ~ {phase: Running, initContainerStatuses: [{name: mesh, state: {terminated: {exitCode: 0, reason: Completed}}}], containerStatuses: [{name: redis, state: {running: {}}}]} ~",
                "init container done, server being made ~ {phase: Pending, initContainerStatuses: [{name: mesh, state: {terminated: {exitCode: 0, reason: Completed}}}], containerStatuses: [{name: redis, state: {waiting: {reason: PodInitializing}}}]} ~",
                "init container failed ~ {phase: Pending, initContainerStatuses: [{name: vault, state: {terminated: {exitCode: 2, reason: Error}}}], containerStatuses: [{name: redis, state: {waiting: {reason: PodInitializing}}}]}"
                        + "~ c-0 does not run: Error (container vault: exit code 2)",
                "init container's image ~ {phase: Pending, initContainerStatuses: [{name: vault, state: {waiting: {reason: ErrImagePull, message: no}}}], containerStatuses: [{name: redis, state: {waiting: {reason: PodInitializing}}}]}"
                        + "~ c-0 does not run: ErrImagePull (container vault: no)",
                "exporter's image ~ {phase: Pending, containerStatuses: [{name: exporter, state: {waiting: {reason: ImagePullBackOff}}}, {name: redis, state: {running: {}}}]} ~",
                "exporter ended ~ {phase: Running, containerStatuses: [{name: exporter, state: {terminated: {exitCode: 1}}}, {name: redis, state: {running: {}}}]} ~",
                "both, the server's first ~ {phase: Running, containerStatuses: [{name: exporter, state: {waiting: {reason: ImagePullBackOff}}}, {name: redis, state: {waiting: {reason: CrashLoopBackOff}}}]}"
                        + "~ c-0 does not run: CrashLoopBackOff",
            })
    void whatKeepsAPodFromRunningIsSaidInKubernetesWords(String what, String status, @Nullable String rest) {
        String sentence = rest;
        assertThat(Obstacle.of(pod(status)).map(o -> o.sentence("c-0")).orElse(null))
                .as(what)
                .isEqualTo(sentence);
    }

    /** Its Events would tell of the exporter. */
    @Test
    void aPodWhoseServerRunsIsNotBeingMade() {
        String exporter = "{name: exporter, state: {waiting: {reason: ContainerCreating}}}";
        assertThat(Obstacle.isBeingMade(pod("{phase: Pending, containerStatuses: [" + exporter
                        + ", {name: redis, state: {running: {}}}]}")))
                .isFalse();
        assertThat(Obstacle.isBeingMade(pod("{phase: Pending, containerStatuses: [" + exporter
                        + ", {name: redis, state: {waiting: {reason: ContainerCreating}}}]}")))
                .isTrue();
    }

    private static Pod pod(String status) {
        String yaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: c-0}\nspec: {nodeName: a}\nstatus: " + status + "\n";
        return Serialization.unmarshal(yaml, Pod.class);
    }
}
