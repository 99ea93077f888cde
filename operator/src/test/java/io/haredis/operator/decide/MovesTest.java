package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.decide.Action.Occasion;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the mastership moves, and to whom. */
class MovesTest {
    @Test
    void theMastershipIsMovedAwayFromANodeThatLeaves() {
        ACluster cluster = ACluster.healthy(3).reignedByLast().wanted(2);
        cluster.node(1).at("x", 1001);
        Decision decision = cluster.decide();
        assertThat(decision.actions())
                .containsExactly(new Action.Move(
                        "c-1", "c-2 leaves the cluster (replicas were reduced)", Action.Occasion.SURPLUS));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"link down", "no stream", "syncing", "not counted", "being deleted", "far behind", "silent"})
    void theTargetOfAMoveIsInSyncCountedAndStays(String flaw) {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).at("x", 5_000_000);
        cluster.node(1).at("x", 4_999_999);
        cluster.node(2).at("x", 4_999_998);
        assertThat(target(cluster)).contains("c-1");
        ANode flawed = cluster.node(1);
        switch (flaw) {
            case "link down" -> flawed.follows(cluster.node(0), false);
            case "no stream" -> flawed.notStreamed();
            case "syncing" -> flawed.syncing();
            case "not counted" -> cluster.member(1, "run-1", "an-earlier-run", true);
            case "being deleted" -> flawed.leaving();
            case "far behind" -> flawed.at("x", 3_999_999);
            default -> flawed.silentFor(100);
        }
        assertThat(target(cluster)).contains("c-2");
        cluster.node(2).refused();
        assertThat(target(cluster)).isEmpty();
    }

    @Test
    void amongEqualTargetsTheNameDecides() {
        assertThat(target(ACluster.healthy(3))).contains("c-1");
    }

    private static Optional<String> target(ACluster cluster) {
        return Moves.target(cluster.policy(), new Reign(cluster.snapshot(), cluster.theRecord()), true);
    }

    @Test
    void theTargetOfAMoveIsNotANodeThatLeavesToo() {
        ACluster cluster = ACluster.healthy(3).wanted(2);
        cluster.node(2).at("x", 1001);
        assertThat(target(cluster)).contains("c-1");
    }

    @Test
    void theMasterWhosePodIsDeletedIsLeft() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).leaving();
        cluster.node(1).cordoned();
        assertThat(cluster.decide().actions())
                .containsExactly(new Action.Move("c-2", "c-0's pod is being deleted", Occasion.DELETED));
        cluster.node(2).cordoned();
        assertThat(cluster.decide().actions())
                .as("any node is better than one that ends")
                .containsExactly(new Action.Move("c-1", "c-0's pod is being deleted", Occasion.DELETED));
    }

    @Test
    void aCordonedNodeIsLeftForOneThatStays() {
        ACluster cluster = ACluster.healthy(3);
        cluster.node(0).cordoned();
        cluster.node(1).cordoned();
        assertThat(cluster.decide().actions())
                .containsExactly(new Action.Move("c-2", "c-0's Kubernetes node is cordoned", Occasion.CORDONED));
        cluster.node(2).cordoned();
        assertThat(cluster.decide().actions()).as("there is nowhere to go").isEmpty();
    }

    @Test
    void nothingIsAskedOnceTheWantedNodeReigns() {
        assertThat(only(ACluster.healthy(3).asked(Requests.SWITCHOVER, "c-0")))
                .isEqualTo(new Action.Answer(
                        Requests.SWITCHOVER, "c-0", null, "SwitchoverDone", "c-0 is the master", false));
    }

    @Test
    void aNamedNodeTakesOver() {
        assertThat(only(ACluster.healthy(3).asked(Requests.SWITCHOVER, "c-2")))
                .isEqualTo(new Action.Move("c-2", "a switchover to c-2 was asked for", Occasion.REQUESTED));
    }

    @Test
    void anyNodeIsNarrowedToAName() {
        ACluster cluster = ACluster.healthy(3).asked(Requests.SWITCHOVER, "any");
        cluster.node(2).at("x", 1001);
        assertThat(only(cluster))
                .isEqualTo(new Action.Answer(
                        Requests.SWITCHOVER,
                        "any",
                        "c-2",
                        "SwitchoverAccepted",
                        "c-2 is to be the next master",
                        false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c-9      | fine         | there is no such node; name one of c-0, c-1, c-2, or any
            C-1      | fine         | there is no such node
            ''       | fine         | there is no such node
            c-1      | link down    | it is not in sync with the master
            c-1      | not counted  | it is not counted in elections (yet)
            c-1      | deleted      | its pod is leaving
            c-1      | silent       | it does not answer
            c-1      | cordoned     | its Kubernetes node is cordoned
            c-1      | far behind   | it is 1000001 bytes behind the master
            any      | none         | no other node can take over: c-1: it is not in sync with the master; c-2: it does
            """)
    void whatCannotBeIsRefusedWithTheReason(String wanted, String flaw, String sentence) {
        ACluster cluster = ACluster.healthy(3).asked(Requests.SWITCHOVER, wanted);
        ANode flawed = cluster.node(1);
        switch (flaw) {
            case "link down" -> flawed.follows(cluster.node(0), false);
            case "not counted" -> cluster.member(1, "run-1", "an-earlier-run", true);
            case "deleted" -> flawed.leaving();
            case "silent" -> flawed.silentFor(100);
            case "cordoned" -> flawed.cordoned();
            case "far behind" -> {
                cluster.node(0).at("x", 2_000_001);
                flawed.at("x", 1_000_000);
            }
            case "none" -> {
                flawed.follows(cluster.node(0), false);
                cluster.node(2).silentFor(100);
            }
            default -> {}
        }
        Action action = cluster.decide().actions().getFirst();
        assertThat(action).isInstanceOf(Action.Answer.class);
        Action.Answer answer = (Action.Answer) action;
        assertThat(answer.refused()).isTrue();
        assertThat(answer.reason()).isEqualTo("SwitchoverRefused");
        assertThat(answer.rest()).isNull();
        assertThat(answer.sentence()).contains(sentence);
    }

    @Test
    void aRequestWaitsWhileNobodyReigns() {
        ACluster cluster = ACluster.elected(3).asked(Requests.SWITCHOVER, "c-2");
        assertThat(cluster.decide().actions()).containsExactly(new Action.Finish());
    }

    @Test
    void whatMustMoveGoesBeforeWhatIsAsked() {
        ACluster cluster = ACluster.healthy(3).asked(Requests.SWITCHOVER, "c-1");
        cluster.node(0).leaving();
        cluster.node(1).cordoned();
        assertThat(only(cluster)).isEqualTo(new Action.Move("c-2", "c-0's pod is being deleted", Occasion.DELETED));
    }

    private static Action only(ACluster cluster) {
        assertThat(cluster.decide().actions()).hasSize(1);
        return cluster.decide().actions().getFirst();
    }
}
