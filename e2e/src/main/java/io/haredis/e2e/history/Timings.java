package io.haredis.e2e.history;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the times of the faults of one history. */
public final class Timings {
    private static final double MILLISECOND = 1e6;
    private static final String SERVICE = "service";

    private final History history;
    private final Reigns reigns;
    private final List<Write> lost;

    public Timings(History history) {
        this.history = history;
        this.reigns = new Reigns(history.writes());
        this.lost = Losses.of(history);
    }

    /** Of the fault at this place among the history's spans. */
    public Timing of(int index) {
        List<Span> spans = history.spans();
        Span span = spans.get(index);
        long until = index + 1 < spans.size() ? spans.get(index + 1).struck() : Long.MAX_VALUE;
        List<Write> acknowledged = history.writes().stream()
                .filter(write -> write.isAcknowledged() && isIn(write, span, until))
                .sorted(Comparator.comparingLong(Write::done))
                .toList();
        long late = 0;
        long lateness = 0;
        long last = span.struck();
        long gap = 0;
        for (Write write : acknowledged) {
            gap = Math.max(gap, write.done() - last);
            last = write.done();
            long by = reigns.lateness(write);
            late += by > 0 ? 1 : 0;
            lateness = Math.max(lateness, by);
        }
        return new Timing(
                since(span, detected(span, until)),
                since(span, first(acknowledged, span, false)),
                since(span, first(acknowledged, span, true)),
                gap / MILLISECOND,
                late,
                late == 0 ? null : lateness / MILLISECOND,
                lost.stream().filter(write -> isIn(write, span, until)).count());
    }

    private static boolean isIn(Write write, Span span, long until) {
        return write.done() >= span.struck() && write.done() < until;
    }

    private static @Nullable Long first(List<Write> acknowledged, Span span, boolean ofService) {
        return acknowledged.stream()
                .filter(write ->
                        write.epoch() > span.epochBefore() && write.client().endsWith(SERVICE) == ofService)
                .map(Write::done)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Long detected(Span span, long until) {
        Set<String> living = new HashSet<>();
        for (Look look : history.looks()) {
            if (look.after() < span.struck()) {
                living.add(look.server());
            } else if (look.after() < until && look.role() == Look.Role.FENCED && living.contains(look.server())) {
                return look.after();
            }
        }
        return null;
    }

    private static @Nullable Double since(Span span, @Nullable Long at) {
        return at == null ? null : (at - span.struck()) / MILLISECOND;
    }
}
