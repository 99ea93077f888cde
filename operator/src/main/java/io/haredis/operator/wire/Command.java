package io.haredis.operator.wire;

import java.util.Arrays;
import java.util.List;

/** One Redis command with its arguments. */
public record Command(List<String> words) {
    /** The command made of these words; numbers are written in decimal. */
    public static Command of(Object... words) {
        return new Command(Arrays.stream(words).map(String::valueOf).toList());
    }

    /** The command's name. */
    public String name() {
        return words.getFirst();
    }
}
