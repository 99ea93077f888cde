package io.haredis.protocol;

import static io.haredis.protocol.ACandidate.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.haredis.protocol.Election.Elected;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who wins? Decision 1: the prefix rule within one replication id, the order across ids. */
class ElectionOrderTest {
    private static final ABallot TWO = ABallot.of(2);

    /** All but the name differs from row to row; the loser has the better name, so nothing is decided by it. */
    static Stream<Arguments> better() {
        ACandidate b = named("b").at("v", 0);
        ACandidate a = named("a").at("w", 0);
        return Stream.of(
                arguments("the longer data of one stream", named("b").at("x", 101), named("a")),
                arguments(
                        "the longer data of one stream, whatever the keys say",
                        named("b").at("x", 101).restarted().inEpoch(null),
                        named("a").beat(5, 99).opcounter(99L)),
                arguments(
                        "the promoted over what it was promoted from",
                        named("b").with(new Lineage("y", "x", 101, 101)),
                        named("a")),
                arguments(
                        "the higher epoch",
                        b.inEpoch(6L).restarted(),
                        a.beat(5, 99).opcounter(99L)),
                arguments(
                        "any epoch over none",
                        b.inEpoch(1L).restarted(),
                        a.inEpoch(null).restarted()),
                arguments("epochs as numbers", b.inEpoch(10L), a.inEpoch(9L)),
                arguments("who never restarted", b, a.restarted().beat(5, 99).opcounter(99L)),
                arguments("the higher beat", b.beat(5, 10), a.beat(5, 9).opcounter(99L)),
                arguments("the beat of the later reign", b.beat(5, 1), a.beat(4, 900)),
                arguments("any beat over none", b.beat(1, 1), a.opcounter(99L)),
                arguments("the higher opcounter, as a number", b.opcounter(100L), a.opcounter(99L)),
                arguments("any opcounter over none", b.opcounter(0L), a),
                arguments("an intact save among equals", b, a.saveFailed()),
                arguments("fresher data over an intact save", b.opcounter(2L).saveFailed(), a.opcounter(1L)),
                arguments(
                        "longer data over an intact save",
                        named("b").at("x", 101).saveFailed(),
                        named("a")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("better")
    void wins(String why, ACandidate winner, ACandidate loser) {
        assertThat(winnerAmong(TWO, winner, loser)).as(why).isEqualTo(winner.name());
        assertThat(winnerAmong(TWO, loser, winner)).as(why).isEqualTo(winner.name());
    }

    @Test
    void amongEqualsTheHolderStaysMaster() {
        assertThat(winnerAmong(TWO.afterReignOf("b"), named("a"), named("b"))).isEqualTo("b");
        assertThat(winnerAmong(
                        TWO.afterReignOf("b"), named("a").at("w", 0), named("b").at("v", 0)))
                .isEqualTo("b");
    }

    @Test
    void anotherProcessOfTheHoldersNodeHasNoPrivilege() {
        ABallot reborn = new ABallot(
                2, false, 1, null, false, new Ballot.Reign("b", "an-earlier-run", "x", -1, 5, 5, Skipped.NONE));
        assertThat(winnerAmong(reborn, named("a"), named("b"))).isEqualTo("a");
    }

    @Test
    void theHolderWithAFailedSaveGivesWayAmongEquals() {
        assertThat(winnerAmong(TWO.afterReignOf("b"), named("a"), named("b").saveFailed()))
                .isEqualTo("a");
    }

    @Test
    void lastTheNameDecides() {
        assertThat(winnerAmong(ABallot.of(3), named("c"), named("a"), named("b")))
                .isEqualTo("a");
    }

    @Test
    void aShorterCopyOfTheBestNeverWinsThroughItsKeys() {
        // b is contained in c, so b's flawless record speaks for c's data, never for b itself.
        assertThat(winnerAmong(
                        ABallot.of(3),
                        named("b").opcounter(99L),
                        named("c").at("x", 101).restarted(),
                        named("a").restarted().at("w", 0)))
                .isNotEqualTo("b");
    }

    /** Candidates with nothing provable between any two of them: then the order alone decides. */
    private static List<ACandidate> unrelated() {
        return Stream.of("a", "b", "c")
                .flatMap(n -> Stream.of(named(n), named(n).restarted()))
                .flatMap(c -> Stream.of(c, c.inEpoch(6L), c.inEpoch(null)))
                .flatMap(c -> Stream.of(c, c.beat(5, 9), c.beat(5, 10)))
                .flatMap(c -> Stream.of(c, c.opcounter(1L), c.saveFailed()))
                .map(c -> c.at("only-" + c.name(), 0))
                .toList();
    }

    @Test
    void theOrderIsTotalAndTransitive() {
        List<ACandidate> as =
                unrelated().stream().filter(c -> c.name().equals("a")).toList();
        List<ACandidate> bs =
                unrelated().stream().filter(c -> c.name().equals("b")).toList();
        List<ACandidate> cs =
                unrelated().stream().filter(c -> c.name().equals("c")).toList();
        for (ACandidate a : as) {
            for (ACandidate b : bs) {
                String ofTwo = winnerAmong(TWO, a, b);
                for (ACandidate c : cs) {
                    ACandidate better = ofTwo.equals("a") ? a : b;
                    assertThat(winnerAmong(ABallot.of(3), a, b, c)).isEqualTo(winnerAmong(TWO, better, c));
                }
            }
        }
    }

    private static String winnerAmong(ABallot ballot, ACandidate... detached) {
        Election.Result result = ballot.holdAmong(detached);
        assertThat(result).isInstanceOf(Elected.class);
        return ((Elected) result).winner().name();
    }
}
