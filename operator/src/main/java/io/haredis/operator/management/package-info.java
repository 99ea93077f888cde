/**
 * What others ask the operator's process itself: health, readiness and metrics, on one port.
 */
@NullMarked
package io.haredis.operator.management;

import org.jspecify.annotations.NullMarked;
