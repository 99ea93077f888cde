/**
 * One failover loop per cluster: observe, decide, act, report.
 *
 * <p>All that surrounds it stands behind interfaces, so that the same loop runs in a deterministic simulator.
 */
@NullMarked
package io.haredis.operator.loop;

import org.jspecify.annotations.NullMarked;
