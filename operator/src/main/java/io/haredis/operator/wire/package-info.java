/**
 * Talking to one Redis server: a pipelined connection, and reading its state.
 *
 * <p>The only place that knows Jedis. {@link io.haredis.operator.wire.Link} has two implementations: real, and simulated.
 */
@NullMarked
package io.haredis.operator.wire;

import org.jspecify.annotations.NullMarked;
