package io.haredis.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Numbers that no reign had: the record was raised above a number that nobody of the cluster carried, or a planned move passed
 * one over. Who carries one of them, and does not count, has data of another cluster or time. Immutable.
 *
 * @param spans in their order; the latest {@value #MOST}
 */
public record Skipped(List<Span> spans) {
    /** The usual case. */
    public static final Skipped NONE = new Skipped(List.of());

    private static final int MOST = 16;

    /** Numbers from one to another, both included. */
    public record Span(long from, long to) {}

    /** True if no reign had this number. */
    public boolean contains(long epoch) {
        return spans.stream().anyMatch(span -> span.from() <= epoch && epoch <= span.to());
    }

    /** With these numbers besides, which are above all that are here; the same if there are none. */
    public Skipped and(long from, long to) {
        if (from > to) {
            return this;
        }
        List<Span> more = new ArrayList<>(spans);
        long first = contains(from - 1) ? more.remove(more.size() - 1).from() : from;
        more.add(new Span(first, to));
        return new Skipped(List.copyOf(more.subList(Math.max(0, more.size() - MOST), more.size())));
    }

    /** Without those up to one that the next reign begins from, if it is among them: it was the record that was old. */
    public Skipped without(long carried) {
        return !contains(carried)
                ? this
                : new Skipped(spans.stream()
                        .filter(span -> span.to() > carried)
                        .map(span -> new Span(Math.max(span.from(), carried + 1), span.to()))
                        .toList());
    }

    /** Those below the number of a reign: none from there on can be skipped. */
    public Skipped before(long reign) {
        return new Skipped(spans.stream()
                .filter(span -> span.from() < reign)
                .map(span -> new Span(span.from(), Math.min(span.to(), reign - 1)))
                .toList());
    }

    /** The number of the reign before this one. */
    public long precedent(long reign) {
        long number = reign - 1;
        for (int i = spans.size() - 1; i >= 0; i--) {
            Span span = spans.get(i);
            number = span.from() <= number && number <= span.to() ? span.from() - 1 : number;
        }
        return number;
    }

    /** As {@code 6-50,52-59}. */
    public String text() {
        return spans.stream().map(span -> span.from() + "-" + span.to()).collect(Collectors.joining(","));
    }

    /**
     * What {@link #text} gave.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static Skipped of(String text) {
        List<Span> spans = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            int dash = one.indexOf('-');
            if (dash < 0) {
                throw new IllegalArgumentException("no span: " + one);
            }
            spans.add(new Span(Long.parseLong(one.substring(0, dash)), Long.parseLong(one.substring(dash + 1))));
        }
        return new Skipped(List.copyOf(spans));
    }
}
