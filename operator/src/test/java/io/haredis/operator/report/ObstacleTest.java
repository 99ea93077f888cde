package io.haredis.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;
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
            })
    void whatKeepsAPodFromRunningIsSaidInKubernetesWords(String what, String status, @Nullable String rest) {
        String sentence = rest;
        assertThat(Obstacle.of(pod(status)).map(o -> o.sentence("c-0")).orElse(null))
                .as(what)
                .isEqualTo(sentence);
    }

    private static Pod pod(String status) {
        String yaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: c-0}\nspec: {nodeName: a}\nstatus: " + status + "\n";
        return Serialization.unmarshal(yaml, Pod.class);
    }
}
