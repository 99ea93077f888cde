/**
 * Telling people: log, Events, conditions, status and metrics, all in the same sentences.
 *
 * <p>Nothing is decided here, and nothing is remembered: status is derived from what was just observed.
 */
@NullMarked
package io.haredis.operator.report;

import org.jspecify.annotations.NullMarked;
