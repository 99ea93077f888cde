/**
 * The chaos run behind {@code make chaos}: faults at random under writers and readers on the local cluster, recorded and
 * judged by {@code io.haredis.e2e.history}. It depends on that and on {@code io.haredis.e2e}.
 */
@NullMarked
package io.haredis.e2e.chaos;

import org.jspecify.annotations.NullMarked;
