package io.haredis.e2e;

/**
 * A write that a server acknowledged.
 *
 * @param number the writer's number for it; the key is {@link Writer#key}
 * @param by the endpoint's name
 * @param connection the writer's connections are counted from 1
 * @param nanos {@link System#nanoTime()} at the reply
 */
public record Accepted(long number, String by, long connection, long nanos) {}
