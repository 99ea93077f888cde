package io.haredis.operator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.operator.simulate.TraceRun.Recording;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs of the shipped loop as recordings for the protocol's model: {@code -Dsimulate.n=} many, from
 * {@code -Dsimulate.first=} on, to {@code -Dsimulate.traces=}, and a tenth as many forged ones beside them. Whether the
 * model accepts them {@code make spec TRACES=...} says.
 */
class TraceTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("simulate.traces", "target/traces"));
    private static final int NUMBER = Integer.getInteger("simulate.n", 20);
    private static final long FIRST = Long.getLong("simulate.first", 1);

    @Test
    void writesRecordingsAndForgedOnes() throws IOException {
        Path forged = Files.createDirectories(DIRECTORY.resolve("forged"));
        clear(DIRECTORY);
        clear(forged);
        List<Recording> recordings = LongStream.iterate(FIRST, seed -> seed + 1)
                .limit(4L * NUMBER)
                .mapToObj(TraceRun::of)
                .flatMap(Optional::stream)
                .limit(NUMBER)
                .toList();
        assertThat(recordings).as("not every seed changes the master").hasSize(NUMBER);
        for (Recording one : recordings) {
            write(DIRECTORY, "Run" + one.seed(), one);
        }
        List<Recording> left = new ArrayList<>(recordings);
        Iterator<TraceForgery> kinds = Stream.generate(() -> EnumSet.allOf(TraceForgery.class))
                .flatMap(EnumSet::stream)
                .iterator();
        for (int i = 0; i < Math.max(4, NUMBER / 10); i++) {
            TraceForgery kind = kinds.next();
            Recording real = left.stream()
                    .filter(r -> kind.of(r.steps()).isPresent())
                    .findFirst()
                    .orElseThrow();
            left.remove(real);
            List<TraceStep> steps = kind.of(real.steps()).orElseThrow();
            assertThat(steps).isNotEqualTo(real.steps());
            write(forged, "Run" + real.seed() + kind, real.with(steps));
        }
    }

    /** The same seed is the same recording. */
    @Test
    void aSeedIsOneRecording() {
        for (long seed = FIRST; seed < FIRST + 5; seed++) {
            assertThat(TraceRun.of(seed)).isEqualTo(TraceRun.of(seed));
        }
    }

    private static void clear(Path directory) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(directory, "Run*.tla")) {
            for (Path file : earlier) {
                Files.delete(file);
            }
        }
    }

    private static void write(Path directory, String module, Recording recording) throws IOException {
        Files.writeString(directory.resolve(module + ".tla"), recording.text(module));
    }
}
