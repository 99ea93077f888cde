/**
 * What the Kubernetes API shows of all clusters, kept warm by informers on every replica of the operator.
 *
 * <p>Everything here may be stale; nothing that must be certain rests on it.
 */
@NullMarked
package io.haredis.operator.inventory;

import org.jspecify.annotations.NullMarked;
