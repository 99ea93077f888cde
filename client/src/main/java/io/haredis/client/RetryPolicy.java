package io.haredis.client;

import io.haredis.client.internal.command.CommandKind;
import io.haredis.client.internal.command.Idempotence;
import redis.clients.jedis.CommandArguments;

/**
 * Which commands of unknown outcome (sent, but no reply came) are sent again. What was provably not executed is always
 * sent again, under each policy, until the deadline.
 */
public enum RetryPolicy {
    /** None: every lost reply is told to the caller. */
    NONE,
    /** Commands that change nothing. The default. */
    SAFE,
    /**
     * Also writes that leave the same data when they run twice in a row, such as a plain {@code SET}, {@code DEL} or
     * {@code SADD}. Their second reply may differ from the first ({@code DEL} answers 0), and a late repetition may
     * overwrite what another client wrote in between.
     */
    IDEMPOTENT;

    /** True if this command may run twice. */
    public boolean mayRepeat(CommandArguments command) {
        if (this == NONE) {
            return false;
        }
        return CommandKind.of(command).isRepeatable() || (this == IDEMPOTENT && Idempotence.of(command));
    }
}
