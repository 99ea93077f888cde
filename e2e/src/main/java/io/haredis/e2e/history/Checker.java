package io.haredis.e2e.history;

import java.util.List;

/** Judges a history by every rule. */
public final class Checker {
    private static final List<Rule> RULES = List.of(
            new KeptWrites(),
            new AllowedLosses(),
            new KeyOrder(),
            new OneMaster(),
            new Counters(),
            new EqualCopies(),
            new Recovery(),
            new ServesOn());

    private Checker() {}

    /** Every promise that was broken; none if all were kept. */
    public static List<Violation> check(History history) {
        return RULES.stream().flatMap(rule -> rule.check(history).stream()).toList();
    }
}
