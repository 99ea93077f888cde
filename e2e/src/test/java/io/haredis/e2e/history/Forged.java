package io.haredis.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A history that never was: three nodes, one client, and a master {@code m1} replaced by {@code m2} at time 1000. */
final class Forged {
    static final String LIST = "list:w:0";
    static final String COUNTER = "count:w";
    static final long KILLED = 1_000;
    static final long SECOND = 1_000_000_000L;
    private static final long CLOSE = 5;

    final List<Write> writes = new ArrayList<>();
    final List<Look> looks = new ArrayList<>();
    final List<Span> spans = new ArrayList<>();
    final List<Copy> copies = new ArrayList<>();
    private final Map<String, List<Long>> lists = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private Span.Change change = Span.Change.MUST;
    private boolean hides;
    private boolean losesNothing;
    private long healed = KILLED;
    private long stamp = 1;

    /** All is as it should be: ten writes before the fault, ten after it, an increment in each half. */
    static Forged sound() {
        Forged forged = new Forged();
        for (long number = 1; number <= 10; number++) {
            forged.append(number, number * 50, "m1", 1, Write.Grade.ALL);
        }
        forged.increment(11, 600, "m1", 1, 1);
        forged.look("c-0", "m1", 650, Look.Role.MASTER, 1, 1);
        forged.look("c-1", "m2", 660, Look.Role.REPLICA, 1, 1);
        for (long number = 12; number <= 21; number++) {
            forged.append(number, KILLED + number * 50, "m2", 2, Write.Grade.ALL);
        }
        forged.increment(22, 3000, "m2", 2, 2);
        forged.look("c-1", "m2", 3100, Look.Role.MASTER, 2, 2);
        return forged;
    }

    Forged append(long number, long at, String server, long epoch, Write.Grade grade) {
        there(number);
        return write(number, LIST, at, Outcome.ACKNOWLEDGED, server, epoch, number, grade);
    }

    Forged increment(long number, long at, String server, long epoch, long reply) {
        counters.put(COUNTER, reply);
        return write(number, COUNTER, at, Outcome.ACKNOWLEDGED, server, epoch, reply, Write.Grade.ALL);
    }

    Forged write(
            long number,
            String key,
            long at,
            Outcome outcome,
            String server,
            long epoch,
            long reply,
            Write.Grade grade) {
        writes.add(new Write("w", number, key, at, at + CLOSE, outcome, server, epoch, reply, grade));
        return this;
    }

    /** The number is in the list, on every node. */
    Forged there(long number) {
        lists.computeIfAbsent(LIST, key -> new ArrayList<>()).add(number);
        return this;
    }

    Forged lost(long... numbers) {
        for (long number : numbers) {
            lists.getOrDefault(LIST, List.of()).remove(number);
        }
        return this;
    }

    Forged swapped(long one, long other) {
        List<Long> list = lists.getOrDefault(LIST, List.of());
        Collections.swap(list, list.indexOf(one), list.indexOf(other));
        return this;
    }

    Forged counted(long value) {
        counters.put(COUNTER, value);
        return this;
    }

    Forged look(String node, String server, long at, Look.Role role, long epoch, long counter) {
        looks.add(new Look(node, server, at, at + CLOSE, role, epoch, Map.of(COUNTER, counter)));
        return this;
    }

    /** Every write of this number gets another grade. */
    Forged graded(long number, Write.Grade grade) {
        writes.replaceAll(write -> write.number() != number
                ? write
                : new Write(
                        write.client(),
                        number,
                        write.key(),
                        write.sent(),
                        write.done(),
                        write.outcome(),
                        write.server(),
                        write.epoch(),
                        write.reply(),
                        grade));
        return this;
    }

    Forged fault(Span.Change must, boolean isHidden) {
        change = must;
        hides = isHidden;
        return this;
    }

    /** That of the nodes whose copies are made from now on. */
    Forged stamped(long epoch) {
        stamp = epoch;
        return this;
    }

    Forged planned() {
        losesNothing = true;
        return this;
    }

    /** The fault lasts until then. */
    Forged healed(long at) {
        healed = at;
        return this;
    }

    Forged span(long epochAfter, boolean isHealthy) {
        return span(KILLED, 1, epochAfter, isHealthy);
    }

    Forged span(long struck, long epochBefore, long epochAfter, boolean isHealthy) {
        spans.add(new Span(
                spans.size() + 1,
                "kill",
                new Span.Expected(change, hides, losesNothing),
                struck,
                Math.max(struck, healed),
                epochBefore,
                epochAfter,
                isHealthy));
        return this;
    }

    Forged copy(String node, boolean isMaster) {
        Map<String, List<Long>> own = new HashMap<>();
        lists.forEach((key, numbers) -> own.put(key, List.copyOf(numbers)));
        copies.add(
                new Copy(node, isMaster, own, Map.copyOf(counters), Map.of(Copy.EPOCH, Long.toString(epoch())), stamp));
        return this;
    }

    private long epoch() {
        return spans.isEmpty() ? 2 : spans.getLast().epochAfter();
    }

    /** With the usual span and equal copies, unless there are others. */
    History history() {
        if (spans.isEmpty()) {
            span(2, true);
        }
        if (copies.isEmpty()) {
            copy("c-0", false).copy("c-1", true).copy("c-2", false);
        }
        return new History("forged", 3, writes, looks, spans, copies);
    }

    /** The checker finds it broken, and by this rule alone. */
    void isRejectedBecause(String rule) {
        assertThat(Checker.check(history()))
                .isNotEmpty()
                .extracting(Violation::rule)
                .containsOnly(rule);
    }
}
