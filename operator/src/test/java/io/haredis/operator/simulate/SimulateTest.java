package io.haredis.operator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Schedules of the shipped loop in a modelled world, one per seed: {@code -Dsimulate.n=} many, from
 * {@code -Dsimulate.first=} on; {@code -Dsimulate.seed=} tells the story of one.
 */
class SimulateTest {
    private static final Path STORIES = Path.of("target", "simulate");

    @Test
    void noScheduleBreaksAPromise() throws IOException {
        long first = Long.getLong("simulate.first", 1);
        long number = Long.getLong("simulate.n", 2_000);
        Long one = Long.getLong("simulate.seed");
        long began = System.nanoTime();
        Tally tally = one != null ? run(LongStream.of(one)) : run(LongStream.range(first, first + number));
        System.out.println(tally.summary((System.nanoTime() - began) / 1e9));
        if (one != null) {
            System.out.println(story(one));
        }
        assertThat(tally.broken()).as("replay one by -Dsimulate.seed=SEED").isEmpty();
    }

    /** The same seed is the same schedule, event by event. */
    @Test
    void aSeedIsOneSchedule() {
        for (long seed = 1; seed <= Profile.values().length; seed++) {
            List<String> once = Schedule.run(seed, Profile.of(seed), true).story();
            assertThat(once).hasSizeGreaterThan(20);
            assertThat(Schedule.run(seed, Profile.of(seed), true).story()).isEqualTo(once);
        }
    }

    private static Tally run(LongStream seeds) throws IOException {
        Tally tally = new Tally();
        seeds.parallel().forEach(seed -> tally.add(Schedule.run(seed, Profile.of(seed), false)));
        for (Schedule.Outcome broken : tally.first(5)) {
            Files.createDirectories(STORIES);
            Path file = STORIES.resolve("seed-" + broken.seed() + ".txt");
            Files.writeString(file, story(broken.seed()));
            System.out.println("seed " + broken.seed() + ", " + broken.violation() + ": the story is in " + file);
        }
        return tally;
    }

    private static String story(long seed) {
        Schedule.Outcome outcome = Schedule.run(seed, Profile.of(seed), true);
        return String.join("\n", outcome.story()) + "\nseed " + seed + ", profile " + outcome.profile() + ": "
                + (outcome.violation() == null ? "no promise is broken" : outcome.violation()) + "\n";
    }
}
