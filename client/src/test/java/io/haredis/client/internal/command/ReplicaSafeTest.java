package io.haredis.client.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;

/** What may go to a replica. */
class ReplicaSafeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET k",
                "get k",
                "MGET a b",
                "HGETALL h",
                "SORT_RO l",
                "BITFIELD_RO b",
                "EVAL_RO x 0",
                "FCALL_RO f 0",
                "PFCOUNT p",
                "OBJECT ENCODING k",
                "MEMORY USAGE k",
                "KEYS *",
                "FT.SEARCH i q"
            })
    void whatOnlyReads(String command) {
        assertThat(ReplicaSafe.is(command(command))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET k v",
                "GETEX k",
                "SORT l",
                "BITFIELD b GET u8 0",
                "EVAL x 0",
                "PUBLISH c m",
                "XREADGROUP GROUP g c STREAMS s >",
                "XREAD BLOCK 0 STREAMS s $",
                "WAIT 1 0",
                "SCAN 0",
                "hscan h 0",
                "FT.AGGREGATE i q",
                "FT.CURSOR READ i 1",
                "PING",
                "INFO",
                "MULTI",
                "NOSUCH k"
            })
    void nothingElse(String command) {
        assertThat(ReplicaSafe.is(command(command))).isFalse();
    }

    private static CommandArguments command(String text) {
        return VerdictTest.command(text);
    }
}
