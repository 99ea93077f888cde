/**
 * The two kinds of Lease: the master record of a cluster, and the operator's own leadership.
 *
 * <p>Neither is a lock. The record is safe by compare-and-swap; leadership only spares two operators the same work.
 */
@NullMarked
package io.haredis.operator.lease;

import org.jspecify.annotations.NullMarked;
