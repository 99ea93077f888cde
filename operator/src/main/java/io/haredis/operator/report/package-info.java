/**
 * Telling people: log, Events, conditions, status and metrics, all in the same sentences.
 *
 * <p>Nothing is decided here, and of the cluster nothing is remembered but what people were told: status is derived from what
 * was just observed.
 */
@NullMarked
package io.haredis.operator.report;

import org.jspecify.annotations.NullMarked;
