package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every three-node snapshot over a small alphabet of node states, with a record of either kind: {@link Invariants} holds
 * of each decision. Then larger things at random.
 */
class EverySnapshotTest {
    private static final Long[] KEYS = {null, 4L, 5L, 6L};
    private static final Long[] STAMPS = {null, 5L, 6L};

    private static ANode blank(int number) {
        return new ANode(number);
    }

    /** All that a node may look like; {@code other} is whom it follows if it is a replica. */
    private static List<NodeView> alphabet(int number, int other) {
        List<ANode> nodes = new ArrayList<>();
        nodes.add(blank(number).absent());
        nodes.add(blank(number).refused());
        nodes.add(blank(number).silentFor(100));
        nodes.add(blank(number).silentFor(60_000));
        nodes.add(blank(number).unwell("BUSY"));
        ANode followed = blank(other);
        for (Long key : KEYS) {
            for (Long stamp : STAMPS) {
                for (int process = 0; process < 2; process++) {
                    for (int role = 0; role < 4; role++) {
                        ANode node = blank(number);
                        node.runId = process == 0 ? node.runId : "another";
                        switch (role) {
                            case 0 -> node.master();
                            case 1 -> node.fenced();
                            case 2 -> node.follows(followed, true).moving();
                            default -> node.follows(followed, false);
                        }
                        nodes.add(node.key(key).stamp(stamp));
                    }
                }
            }
        }
        return nodes.stream().map(n -> n.view(List.of(n))).toList();
    }

    /** @param alike c-1 and c-2 play the same part, so each pair of states is tried in one order only */
    private static void enumerate(ACluster cluster, int othersFollow, boolean alike) {
        MasterRecord record = cluster.theRecord();
        Policy policy = cluster.policy();
        List<NodeView> first = alphabet(0, 1);
        List<NodeView> second = alphabet(1, othersFollow);
        List<NodeView> third = alphabet(2, othersFollow);
        Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
        IntStream.range(0, first.size()).parallel().forEach(i -> {
            Map<Verdict, Integer> own = new EnumMap<>(Verdict.class);
            TreeMap<String, NodeView> views = new TreeMap<>();
            Snapshot snapshot = new Snapshot(views);
            views.put("c-0", first.get(i));
            for (int j = 0; j < second.size(); j++) {
                views.put("c-1", second.get(j));
                for (int k = alike ? j : 0; k < third.size(); k++) {
                    views.put("c-2", third.get(k));
                    Decision decision = Invariants.checked(policy, snapshot, record);
                    own.merge(decision.verdict(), 1, Integer::sum);
                    if ((i + j + k) % 50 == 0) {
                        assertThat(Decide.decide(policy, snapshot, record)).isEqualTo(decision);
                    }
                }
            }
            synchronized (seen) {
                own.forEach((verdict, times) -> seen.merge(verdict, times, Integer::sum));
            }
        });
        assertThat(seen)
                .as("each verdict occurs")
                .containsKeys(
                        Verdict.REIGNS,
                        Verdict.LOST,
                        Verdict.UNKNOWN,
                        Verdict.SUSPECT,
                        Verdict.UNWELL,
                        Verdict.UNREACHABLE_BY_OPERATOR);
    }

    @Test
    void ofAnElectedMaster() {
        enumerate(ACluster.elected(3), 0, true);
    }

    @Test
    void ofAMoveUnderWay() {
        enumerate(ACluster.moving(3), 1, false);
    }

    @Test
    void withoutARecord() {
        Policy policy = ACluster.fresh(3).policy();
        List<List<NodeView>> nodes = List.of(alphabet(0, 1), alphabet(1, 0), alphabet(2, 0));
        TreeMap<String, NodeView> views = new TreeMap<>();
        Random random = new Random(1);
        for (NodeView one : nodes.get(0)) {
            for (NodeView two : nodes.get(1)) {
                NodeView three = nodes.get(2).get(random.nextInt(nodes.get(2).size()));
                views.put("c-0", one);
                views.put("c-1", two);
                views.put("c-2", three);
                Decision decision = Invariants.checked(policy, new Snapshot(views), null);
                boolean all = views.values().stream().allMatch(v -> v.state().isPresent());
                assertThat(decision.actions().isEmpty()).isEqualTo(!all);
            }
        }
    }

    @Test
    void ofLargerThingsAtRandom() {
        RandomCluster random = new RandomCluster(20261124);
        for (int i = 0; i < 30_000; i++) {
            ACluster cluster = random.next();
            Decision decision = cluster.decide();
            assertThat(cluster.decide()).isEqualTo(decision);
        }
    }

    @Test
    void aLiveMasterIsNeverElectedAgainstWhateverTheOthersSay() {
        ACluster cluster = ACluster.healthy(3);
        for (NodeView one : alphabet(1, 0)) {
            for (NodeView two : alphabet(2, 0)) {
                Snapshot snapshot = new Snapshot(
                        new TreeMap<>(Map.of("c-0", cluster.snapshot().node("c-0"), "c-1", one, "c-2", two)));
                List<NodeView> above = Stream.of(one, two)
                        .filter(n -> isAbove(n, s -> s.keys().epochOrZero()))
                        .toList();
                List<NodeView> strange =
                        above.stream().filter(n -> isOfAnotherEra(n)).toList();
                List<NodeView> alone = strange.size() == 1 ? strange : List.of();
                boolean ahead = Stream.of(one, two)
                        .filter(n -> !alone.contains(n))
                        .anyMatch(n -> isAbove(n, s -> s.keys().epochOrZero())
                                || isAbove(n, s -> s.keys().fenceOrZero()));
                Decision decision = Invariants.checked(cluster.policy(), snapshot, cluster.theRecord());
                assertThat(decision.verdict() == Verdict.REIGNS)
                        .as("%s: %s", decision.sentence(), snapshot)
                        .isEqualTo(!ahead);
                assertThat(decision.aside().contains("another cluster or time"))
                        .as("%s: %s", decision.sentence(), snapshot)
                        .isEqualTo(!ahead && !alone.isEmpty());
            }
        }
    }

    private static boolean isAbove(NodeView node, ToLongFunction<NodeState> number) {
        return node.state().filter(s -> number.applyAsLong(s) > 5).isPresent();
    }

    private static boolean isOfAnotherEra(NodeView node) {
        return node.state()
                .filter(s -> !s.isMaster() && !isCounted(node, s) && !(isOfC0(s) && s.isLinkUp()))
                .isPresent();
    }

    private static boolean isCounted(NodeView node, NodeState state) {
        return state.runId().equals("run-" + node.name().substring("c-".length()));
    }

    private static boolean isOfC0(NodeState state) {
        return state.follows("10.0.0.1", PodView.PORT);
    }
}
