package io.haredis.e2e;

/**
 * A write that a server acknowledged.
 *
 * @param number the writer's number for it; the key is {@link Writer#key}
 * @param by the endpoint's name
 * @param turn how often the writer had been refused or cut off before it, plus 1
 * @param sent {@link System#nanoTime()} before the call
 * @param nanos {@link System#nanoTime()} at the reply
 */
public record Accepted(long number, String by, long turn, long sent, long nanos) {}
