/**
 * Keeps the Kubernetes objects of each cluster as its specification says. Only the leader does.
 *
 * <p>Knows nothing of Redis but what the master record says of the members; writes no status.
 */
@NullMarked
package io.haredis.operator.reconcile;

import org.jspecify.annotations.NullMarked;
