/**
 * Deciding: pure functions of policy, snapshot and record.
 *
 * <p>No clock, client, log or Kubernetes type. May depend on {@code io.haredis.protocol} alone.
 */
@NullMarked
package io.haredis.operator.decide;

import org.jspecify.annotations.NullMarked;
