package io.haredis.client.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.RetryPolicy;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.util.SafeEncoder;

/** What may run twice, command by command. */
class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        // command, kind, after an unknown outcome: SAFE, IDEMPOTENT
        "GET k, READ, AGAIN, AGAIN",
        "MGET a b, READ, AGAIN, AGAIN",
        "SCAN 0, READ, AGAIN, AGAIN",
        "EVAL_RO x 0, READ, AGAIN, AGAIN",
        "PING, HARMLESS, AGAIN, AGAIN",
        "INFO, HARMLESS, AGAIN, AGAIN",
        "CONFIG GET x, HARMLESS, AGAIN, AGAIN",
        "SCRIPT LOAD x, HARMLESS, AGAIN, AGAIN",
        "SET k v, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "set k v, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "SET k v EX 10, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "SET k v KEEPTTL, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "SET k v NX, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "SET k v xx, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "SET k v GET, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "DEL k, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "HSET k f v, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "SADD k m, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "ZADD k 1 m, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "ZADD k INCR 1 m, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "ZADD k GT 1 m, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "PEXPIREAT k 1, WRITE, UNKNOWN_OUTCOME, AGAIN",
        "PEXPIREAT k 1 NX, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "EXPIRE k 1, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "INCR k, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "APPEND k v, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "LPUSH k v, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "LTRIM k 1 -1, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "SPOP k, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "BLPOP k 0, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "XADD k * f v, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "SETNX k v, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "GETDEL k, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "RENAME a b, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "SORT k, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "EVAL x 0, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "EVALSHA x 0, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "FCALL x 0, WRITE, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "FT.CURSOR READ i 1, OTHER, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "PUBLISH c m, OTHER, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "CONFIG SET a b, OTHER, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "NOSUCHCOMMAND x, OTHER, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "SELECT 1, STATEFUL, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
        "CLIENT REPLY OFF, STATEFUL, UNKNOWN_OUTCOME, UNKNOWN_OUTCOME",
    })
    void isByWhatIsKnown(String text, CommandKind kind, Verdict safe, Verdict idempotent) {
        CommandArguments command = command(text);
        assertThat(CommandKind.of(command)).isEqualTo(kind);
        assertThat(Verdict.of(Fate.UNKNOWN, RetryPolicy.SAFE.mayRepeat(command)))
                .isEqualTo(safe);
        assertThat(Verdict.of(Fate.UNKNOWN, RetryPolicy.IDEMPOTENT.mayRepeat(command)))
                .isEqualTo(idempotent);
        assertThat(Verdict.of(Fate.UNKNOWN, RetryPolicy.NONE.mayRepeat(command)))
                .isEqualTo(Verdict.UNKNOWN_OUTCOME);
        for (RetryPolicy policy : RetryPolicy.values()) {
            assertThat(Verdict.of(Fate.NOT_EXECUTED, policy.mayRepeat(command))).isEqualTo(Verdict.AGAIN);
        }
    }

    static CommandArguments command(String text) {
        String[] words = text.split(" ", -1);
        byte[] name = SafeEncoder.encode(words[0]);
        CommandArguments command = new CommandArguments(() -> name);
        for (int i = 1; i < words.length; i++) {
            command.add(words[i]);
        }
        assertThat(words[0].toUpperCase(Locale.ROOT)).isNotEmpty();
        return command;
    }
}
