package io.haredis.operator.simulate;

import io.haredis.protocol.Rule;
import io.haredis.protocol.Switches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code make simulate}. The settings are system properties, see {@code e2e/bin/simulate}. */
final class SimulateMain {
    private static final Path STORIES = Path.of("operator", "target", "simulate");
    private static final int TOLD = 5;

    private SimulateMain() {}

    /** Ends with 1 if a promise broke, or a rule switched off was not noticed. */
    public static void main(String[] args) throws InterruptedException {
        Integer budget = Integer.getInteger("simulate.budget");
        int threads =
                Integer.getInteger("simulate.threads", Runtime.getRuntime().availableProcessors());
        boolean kept = budget != null
                ? Guards.prove(rules("simulate.rules"), budget, threads)
                : Switches.without(rules("simulate.off"), () -> run(threads));
        if (!kept) {
            System.exit(1);
        }
    }

    private static boolean run(int threads) throws InterruptedException {
        String named = System.getProperty("simulate.profile");
        LongFunction<Profile> profiles = named == null ? Seeds::profile : seed -> Profile.valueOf(named);
        Long one = Long.getLong("simulate.seed");
        if (one == null) {
            return search(profiles, threads);
        }
        Schedule.Outcome outcome = Schedule.run(one, profiles.apply(one), true);
        System.out.println(outcome.told());
        return outcome.violation() == null;
    }

    private static Set<Rule> rules(String property) {
        return Stream.of(System.getProperty(property, "").split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(Rule::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }

    private static boolean search(LongFunction<Profile> profiles, int threads) throws InterruptedException {
        long first = Long.getLong("simulate.first", 1);
        long number = Long.getLong("simulate.n", 20_000);
        Simulation simulation = Simulation.ofAll(first, number, profiles);
        Thread whenEnded =
                new Thread(() -> System.out.println(simulation.tally().ended(first, number, simulation.seconds())));
        Runtime.getRuntime().addShutdownHook(whenEnded);
        Tally tally = simulation.run(threads);
        Runtime.getRuntime().removeShutdownHook(whenEnded);
        System.out.println(tally.summary(simulation.seconds()));
        tally.first(TOLD).forEach(SimulateMain::write);
        return tally.broken().isEmpty();
    }

    private static void write(Schedule.Outcome broken) {
        Path file = STORIES.resolve("seed-" + broken.seed() + ".txt");
        try {
            Files.createDirectories(STORIES);
            Files.writeString(
                    file, Schedule.run(broken.seed(), broken.profile(), true).told());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("seed " + broken.seed() + ", " + broken.violation() + ": the story is in " + file);
    }
}
