/**
 * Who is master: probes, gossip and errors as three sources, one thread that judges them, one volatile that tells all.
 *
 * <p>Depends on {@code node} and the public API; knows nothing of commands.
 */
@NullMarked
package io.haredis.client.internal.topology;

import org.jspecify.annotations.NullMarked;
