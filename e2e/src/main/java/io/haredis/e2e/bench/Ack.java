package io.haredis.e2e.bench;

/**
 * A write that was acknowledged, both by {@link System#nanoTime()}.
 *
 * @param sent when the call began
 * @param acknowledged when its reply was there
 */
record Ack(long sent, long acknowledged) {}
