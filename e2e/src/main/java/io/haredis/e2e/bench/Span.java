package io.haredis.e2e.bench;

/**
 * A stretch of time, by {@link System#nanoTime()}.
 *
 * @param from its first moment
 * @param to its last moment, not before the first
 */
record Span(long from, long to) {}
