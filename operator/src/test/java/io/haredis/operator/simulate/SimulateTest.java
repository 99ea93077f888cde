package io.haredis.operator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules of the shipped loop in a modelled world, one per seed; {@code make simulate} runs more of them. */
class SimulateTest {
    private static final int SCHEDULES = 5_000;

    @Test
    void noScheduleBreaksAPromise() throws InterruptedException {
        Tally tally = Simulation.ofAll(1, SCHEDULES, Seeds::profile)
                .run(Runtime.getRuntime().availableProcessors());
        assertThat(tally.schedules()).isEqualTo(SCHEDULES);
        assertThat(tally.broken()).as("make simulate SEED=... tells the story").isEmpty();
    }

    /** Each broke a promise of an earlier version. */
    @ParameterizedTest
    @ValueSource(longs = {64676, 97556, 151172, 174752, 302568, 304660, 359498, 389532, 575430, 611180, 654320})
    void whatBrokeOnceHolds(long seed) {
        assertThat(Schedule.run(seed, Seeds.profile(seed), false).violation()).isNull();
    }

    @Test
    void soDoesATrapThatBrokeOnce() {
        assertThat(Schedule.run(24107, Profile.FRESH, false).violation()).isNull();
    }

    /** Decision 26. Its profiles have seeds of their own. */
    @ParameterizedTest
    @EnumSource(names = {"FOREIGN", "RECYCLED", "STRANGER"})
    void whoIsOfAnotherClusterOrProcessIsToldFromOurs(Profile profile) throws InterruptedException {
        Tally tally = Simulation.ofAll(1, 100, seed -> profile)
                .run(Runtime.getRuntime().availableProcessors());
        assertThat(tally.broken())
                .as("make simulate PROFILE=" + profile + " SEED=... tells the story")
                .isEmpty();
    }

    /** A volume of another cluster won there once its number was passed. */
    @ParameterizedTest
    @ValueSource(longs = {501, 630, 779, 880, 911})
    void norWinsAStrangerWhoseNumberWasPassed(long seed) {
        assertThat(Schedule.run(seed, Profile.FOREIGN, false).violation()).isNull();
    }

    /** The same seed is the same schedule, event by event. */
    @Test
    void aSeedIsOneSchedule() {
        for (long seed = 1; seed <= Profile.values().length; seed++) {
            List<String> once = Schedule.run(seed, Seeds.profile(seed), true).story();
            assertThat(once).hasSizeGreaterThan(20);
            assertThat(Schedule.run(seed, Seeds.profile(seed), true).story()).isEqualTo(once);
        }
    }

    /** Its promotion is done by half, and so is its fencing after that: no stamp asks for the next election. */
    @Test
    void aServerWhereNoScriptWorksKeepsNobodyFromReigning() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Schedule.run(seed, Profile.HALF_DONE, false).violation()).isNull();
        }
    }

    @Test
    void progressTellsTheRateTheRestAndWhatBroke() {
        Tally tally = new Tally();
        tally.add(outcome(1, null));
        tally.add(outcome(2, null));
        assertThat(tally.progress(1000, 2))
                .isEqualTo("2 of 1000 schedules (1 a second), none broke a promise, 16:38 min to go");
        tally.add(outcome(3, "5: lost"));
        assertThat(tally.ended(1, 1000, 3))
                .isEqualTo(
                        "ended after 0:03 min: 3 of 1000 schedules from seed 1 on were run, 1 broke a promise, the first seed 3");
    }

    private static Schedule.Outcome outcome(long seed, @Nullable String violation) {
        return new Schedule.Outcome(seed, Profile.ALL, violation, List.of(), 0, 0, false);
    }
}
