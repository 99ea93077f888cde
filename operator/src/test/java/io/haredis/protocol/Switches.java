package io.haredis.protocol;

import java.util.Set;

/** Switches a rule off, for the simulator's proof that it would notice. */
public final class Switches {
    private Switches() {}

    /** What is done meanwhile. */
    public interface Doing<T> {
        T run() throws InterruptedException;
    }

    /** Runs something without these rules. */
    public static <T> T without(Set<Rule> rules, Doing<T> what) throws InterruptedException {
        rules.forEach(rule -> rule.switchOff(true));
        try {
            return what.run();
        } finally {
            rules.forEach(rule -> rule.switchOff(false));
        }
    }
}
