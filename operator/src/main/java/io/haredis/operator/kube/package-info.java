/**
 * What all that talks to the Kubernetes API shares: which cluster, which client, what an answer means.
 *
 * <p>Depends on nothing else of the operator but the exception of {@code act}.
 */
@NullMarked
package io.haredis.operator.kube;

import org.jspecify.annotations.NullMarked;
