package io.haredis.protocol;

/** Switches a rule off, for the simulator's proof that it would notice. */
public final class Switches {
    private Switches() {}

    /** What is done meanwhile. */
    public interface Doing<T> {
        T run() throws InterruptedException;
    }

    /** Runs something without the rule. */
    public static <T> T without(Rule rule, Doing<T> what) throws InterruptedException {
        rule.switchOff(true);
        try {
            return what.run();
        } finally {
            rule.switchOff(false);
        }
    }
}
