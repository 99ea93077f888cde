/**
 * Reads from replicas: one pool a replica, and which of them a read goes to.
 *
 * <p>Depends on {@code node} and {@code topology}'s {@code Followers}; {@code call} sends over what it chooses.
 */
@NullMarked
package io.haredis.client.internal.replica;

import org.jspecify.annotations.NullMarked;
