/**
 * One failover loop per HaRedisCluster on every replica of the operator, started, fed and stopped by the informers.
 *
 * <p>Never by reconciling: reconciles are serial, retried with back-off, and a standby gets none.
 */
@NullMarked
package io.haredis.operator.clusters;

import org.jspecify.annotations.NullMarked;
