package io.haredis.e2e.bench;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Of messages, what tells their kind. */
final class Words {
    private static final int ENOUGH = 5;

    private Words() {}

    /** The first words, without addresses and numbers. */
    static String first(@Nullable String message) {
        return Arrays.stream(String.valueOf(message)
                        .replaceAll("\\S*\\d\\S*", "")
                        .trim()
                        .split("\\s+", -1))
                .limit(ENOUGH)
                .collect(Collectors.joining(" "));
    }
}
