package io.haredis.client.internal.command;

import io.haredis.client.RetryPolicy;
import redis.clients.jedis.CommandArguments;

/** What to do after a command was not answered: the one rule for all paths. */
public enum Verdict {
    /** Send it again. */
    AGAIN,
    /** Tell the caller that nobody knows. */
    UNKNOWN_OUTCOME;

    /** Never executed: again. Unknown: again only if twice is like once. */
    public static Verdict of(Fate fate, CommandArguments command, RetryPolicy policy) {
        if (fate == Fate.NOT_EXECUTED || policy.mayRepeat(command)) {
            return AGAIN;
        }
        return UNKNOWN_OUTCOME;
    }
}
