/**
 * The custom resource {@code HaRedisCluster}, version {@code v1alpha1}. {@code crds/} is generated from these types.
 *
 * <p>Values only: every record stands for itself with all defaults filled in, so that a reader never asks "or null?"
 * of a field that has a default. Unknown fields and unknown enum values of newer versions are tolerated everywhere,
 * because one object that cannot be read would stop the informer, and with it all clusters.
 */
@NullMarked
package io.haredis.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
