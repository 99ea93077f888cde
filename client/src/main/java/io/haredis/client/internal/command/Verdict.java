package io.haredis.client.internal.command;

/** What to do after an attempt without a reply that counts: the one rule for all paths. */
public enum Verdict {
    /** Send it again. */
    AGAIN,
    /** Tell the caller that nobody knows. */
    UNKNOWN_OUTCOME;

    /** Never executed: again. Unknown: again only if twice is like once. */
    public static Verdict of(Fate fate, boolean mayRepeat) {
        return fate == Fate.NOT_EXECUTED || mayRepeat ? AGAIN : UNKNOWN_OUTCOME;
    }
}
