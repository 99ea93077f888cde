package io.haredis.operator.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code make simulate}. The settings are system properties, see {@code e2e/bin/simulate}. */
final class SimulateMain {
    private static final Path STORIES = Path.of("operator", "target", "simulate");
    private static final int TOLD = 5;

    private SimulateMain() {}

    /** Ends with 1 if a promise broke, or a rule switched off was not noticed. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Long one = Long.getLong("simulate.seed");
        Integer budget = Integer.getInteger("simulate.budget");
        int threads =
                Integer.getInteger("simulate.threads", Runtime.getRuntime().availableProcessors());
        boolean kept;
        if (one != null) {
            Schedule.Outcome outcome = Schedule.run(one, Profile.of(one), true);
            System.out.println(outcome.told());
            kept = outcome.violation() == null;
        } else if (budget != null) {
            kept = Guards.prove(budget, threads);
        } else {
            kept = search(Long.getLong("simulate.first", 1), Long.getLong("simulate.n", 20_000), threads);
        }
        if (!kept) {
            System.exit(1);
        }
    }

    private static boolean search(long first, long number, int threads) throws IOException, InterruptedException {
        Simulation simulation = Simulation.ofAll(first, number);
        Thread whenEnded =
                new Thread(() -> System.out.println(simulation.tally().ended(first, number, simulation.seconds())));
        Runtime.getRuntime().addShutdownHook(whenEnded);
        Tally tally = simulation.run(threads);
        Runtime.getRuntime().removeShutdownHook(whenEnded);
        System.out.println(tally.summary(simulation.seconds()));
        for (Schedule.Outcome broken : tally.first(TOLD)) {
            Files.createDirectories(STORIES);
            Path file = STORIES.resolve("seed-" + broken.seed() + ".txt");
            Files.writeString(
                    file, Schedule.run(broken.seed(), broken.profile(), true).told());
            System.out.println("seed " + broken.seed() + ", " + broken.violation() + ": the story is in " + file);
        }
        return tally.broken().isEmpty();
    }
}
