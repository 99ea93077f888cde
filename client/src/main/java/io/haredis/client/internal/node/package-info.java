/**
 * One node: how connections to it are opened, checked, pooled, and what it says of itself.
 *
 * <p>Depends on Jedis and {@code command}; knows nothing of other nodes.
 */
@NullMarked
package io.haredis.client.internal.node;

import org.jspecify.annotations.NullMarked;
