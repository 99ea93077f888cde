package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small files, in all modules: conventions, rule 7. */
class FileSizeTest {
    private static final int MOST_LINES = 300;

    @Test
    void noSourceFileIsLongerThanAPersonReadsAtOnce() throws IOException {
        Map<String, Integer> tooLong = sources().stream()
                .filter(file -> lines(file) > MOST_LINES)
                .collect(Collectors.toMap(Path::toString, FileSizeTest::lines));
        assertThat(tooLong).isEmpty();
    }

    @Test
    void nineInTenAreUnderTwoHundred() throws IOException {
        List<Path> sources = sources();
        long longer = sources.stream().filter(file -> lines(file) >= 200).count();
        assertThat(longer * 10).isLessThanOrEqualTo(sources.size());
    }

    private static List<Path> sources() throws IOException {
        Path root = root();
        List<Path> found;
        try (Stream<Path> modules = Files.list(root)) {
            found = modules.map(module -> module.resolve("src/main"))
                    .filter(Files::isDirectory)
                    .flatMap(FileSizeTest::javaIn)
                    .toList();
        }
        assertThat(found)
                .as("client and operator are among them")
                .anyMatch(f -> f.startsWith(root.resolve("client")))
                .anyMatch(f -> f.startsWith(root.resolve("operator")));
        return found;
    }

    private static Stream<Path> javaIn(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> f.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("client/src/main"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not run inside the project");
        }
        return folder;
    }
}
