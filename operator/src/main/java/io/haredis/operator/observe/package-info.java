/**
 * Observing: per node a subscribed and an asking connection, held by virtual threads.
 *
 * <p>Unreachable is data, not an exception.
 */
@NullMarked
package io.haredis.operator.observe;

import org.jspecify.annotations.NullMarked;
