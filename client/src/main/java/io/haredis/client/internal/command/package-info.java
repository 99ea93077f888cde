/**
 * What is known of a command, of a refusal and of a broken send, and what follows from it. Pure: no I/O, no clock.
 *
 * <p>May depend on Jedis' command types and the public API alone.
 */
@NullMarked
package io.haredis.client.internal.command;

import org.jspecify.annotations.NullMarked;
