package io.haredis.client.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.util.SafeEncoder;

/** Where each blocking command keeps its time. */
class BlockTimeTest {
    @ParameterizedTest
    @CsvSource({
        "BLPOP a b 1.5, 1500, BLPOP a b 0.250",
        "BRPOP a 0, 0, BRPOP a 0.250",
        "BZPOPMIN a 2, 2000, BZPOPMIN a 0.250",
        "BLMOVE a b LEFT RIGHT 3, 3000, BLMOVE a b LEFT RIGHT 0.250",
        "BRPOPLPUSH a b 3, 3000, BRPOPLPUSH a b 0.250",
        "BLMPOP 4 1 a LEFT, 4000, BLMPOP 0.250 1 a LEFT",
        "BZMPOP 0.001 1 a MIN, 1, BZMPOP 0.250 1 a MIN",
        "XREAD COUNT 1 BLOCK 700 STREAMS s $, 700, XREAD COUNT 1 BLOCK 250 STREAMS s $",
        "XREAD STREAMS block 0, -1, ",
        "XREADGROUP GROUP g c BLOCK 0 STREAMS s >, 0, XREADGROUP GROUP g c BLOCK 250 STREAMS s >",
        "WAIT 1 3000, 3000, WAIT 1 250",
    })
    void isReadAndReplaced(String text, long millis, String shortened) {
        CommandArguments command = VerdictTest.command(text).blocking();
        assertThat(BlockTime.millis(command)).isEqualTo(millis);
        if (shortened != null) {
            CommandArguments other = BlockTime.with(command, 250);
            List<String> words = new ArrayList<>();
            other.forEach(word -> words.add(SafeEncoder.encode(word.getRaw())));
            assertThat(String.join(" ", words)).isEqualTo(shortened);
            assertThat(other.isBlocking()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET k", "SET k 5", "LPOP k"})
    void othersDoNotBlock(String text) {
        assertThat(BlockTime.millis(VerdictTest.command(text))).isEqualTo(BlockTime.NONE);
    }
}
