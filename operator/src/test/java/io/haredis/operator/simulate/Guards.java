package io.haredis.operator.simulate;

import static io.haredis.operator.simulate.Profile.*;

import io.haredis.protocol.Rule;
import io.haredis.protocol.Switches;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code make simulate GUARDS=1}: each rule switched off in the shipped code, and how soon that is noticed. */
final class Guards {
    private static final long FIRST = 1_000_000;

    /**
     * What became of one.
     *
     * @param schedules how many were needed
     * @param noticed the first that broke a promise, null if none did
     */
    record Row(Rule rule, int schedules, Schedule.@Nullable Outcome noticed) {
        @Override
        public String toString() {
            return String.format(
                    "%-16s %7d  %s",
                    rule,
                    schedules,
                    noticed == null
                            ? "not caught"
                            : "seed " + noticed.seed() + " " + noticed.profile() + ": "
                                    + noticed.violation()
                                            .substring(
                                                    0,
                                                    Math.min(
                                                            110,
                                                            noticed.violation().length())));
        }
    }

    private Guards() {}

    /** Why no schedule can show what the rule is good for; docs/simulator.md has the whole argument. */
    static Optional<String> whyNeverMissed(Rule rule) {
        return switch (rule) {
            case OFFSET ->
                Optional.of(
                        "RUN_ID covers it, since one process' offset under one replication id never falls unless by hand");
            case K_LAST -> Optional.of("DETACH_FIRST covers it: who left is detached for good, or its pod is gone");
            case SYNCING ->
                Optional.of("the servers' configuration covers it: old data stay until a full copy is there");
            default -> Optional.empty();
        };
    }

    /** Those that a brief search finds. */
    static boolean isCaughtSoon(Rule rule) {
        return EnumSet.of(
                        Rule.BORN_FENCED,
                        Rule.DETACH,
                        Rule.MAJORITY,
                        Rule.RUN_ID,
                        Rule.OLD_FIRST,
                        Rule.FAIL_ELECT,
                        Rule.STAMP,
                        Rule.LINEAGE,
                        Rule.KEYLESS,
                        Rule.MAIN_STREAM,
                        Rule.BEFORE,
                        Rule.HALF,
                        Rule.MOVE_KIND,
                        Rule.STRICT,
                        Rule.READ_UNDER_WATCH,
                        Rule.FRESHER,
                        Rule.DETACH_OLD,
                        Rule.SAVE_FAILED,
                        Rule.BARRIER,
                        Rule.MOVE_SOURCE,
                        Rule.CAUGHT_UP,
                        Rule.REIGNING,
                        Rule.JOIN,
                        Rule.LOOK_AGAIN)
                .contains(rule);
    }

    /** Schedules that are likely to need the rule. */
    private static List<Profile> profiles(Rule rule) {
        return switch (rule) {
            case BORN_FENCED, RESTARTED -> List.of(RESTARTS, EMPTIED);
            case CAS, DETACH, MAJORITY, RUN_ID -> List.of(DUEL, RESTARTS, QUORUM);
            case WATCH -> List.of(DUEL);
            case STAMP -> List.of(ATTACHED);
            case JOIN -> List.of(UNKNOWN);
            case READ_UNDER_WATCH -> List.of(BACK);
            case QUORUM_RUN_ID -> List.of(QUORUM, DUEL);
            case BEFORE -> List.of(RAISED);
            case MARK -> List.of(EMPTIED, RESTARTS);
            case OFFSET, SYNCING, K_LAST -> List.of(); // never missed
            case MOVE_KIND -> List.of(LATE);
            case STRICT -> List.of(AGAIN);
            case FRESHER -> List.of(FRESH);
            case OLD_FIRST -> List.of(MOVES, DUEL);
            case FAIL_ELECT -> List.of(BEHIND);
            case KEYLESS -> List.of(FLUSHED);
            case K_FIRST, DETACH_FIRST -> List.of(MEMBERS);
            case MAIN_STREAM, LINEAGE -> List.of(HAND_MADE);
            case HALF -> List.of(HALF_DONE);
            case DETACH_OLD -> List.of(TWO_LEFT);
            case SAVE_FAILED -> List.of(SAVES);
            case BARRIER -> List.of(LEAVERS);
            case CLIENT_EPOCH -> List.of(TWICE);
            case MOVE_SOURCE -> List.of(STALLED, SOURCE);
            case CAUGHT_UP -> List.of(HALF_FORGOTTEN);
            case REIGNING -> List.of(STAMPED);
            case LOOK_AGAIN -> List.of(COLD);
        };
    }

    /**
     * Each of these rules, or all if these are none.
     *
     * @return false if the absence of one was not noticed
     */
    static boolean prove(Set<Rule> asked, int budget, int threads) throws InterruptedException {
        boolean all = true;
        for (Rule rule : asked.isEmpty() ? EnumSet.allOf(Rule.class) : asked) {
            Optional<String> reason = whyNeverMissed(rule);
            if (reason.isPresent()) {
                System.out.println(String.format("%-16s       -  never missed: %s", rule, reason.get()));
            } else {
                Row row = search(rule, budget, threads);
                System.out.println(row);
                all &= row.noticed() != null;
            }
        }
        return all;
    }

    /** Runs schedules without the rule, and without the one that covers it, until one breaks a promise. */
    static Row search(Rule rule, int budget, int threads) throws InterruptedException {
        return Switches.without(without(rule), () -> run(rule, budget, threads));
    }

    /**
     * The rule, and those beside which it is not missed: the model's table names the first; whoever looks again before it
     * attaches has read the record already.
     */
    static Set<Rule> without(Rule rule) {
        return switch (rule) {
            case JOIN, KEYLESS -> EnumSet.of(rule, Rule.READ_UNDER_WATCH, Rule.LOOK_AGAIN);
            default -> EnumSet.of(rule);
        };
    }

    private static Row run(Rule rule, int budget, int threads) throws InterruptedException {
        List<Profile> profiles = profiles(rule);
        Tally tally = Simulation.untilOneBreaks(FIRST, budget, seed -> profiles.get((int) (seed % profiles.size())))
                .run(threads);
        return tally.first(1).stream()
                .findFirst()
                .map(broken -> new Row(rule, (int) (broken.seed() - FIRST) + 1, broken))
                .orElseGet(() -> new Row(rule, budget, null));
    }
}
