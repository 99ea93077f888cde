/**
 * Benchmarks of the whole on a real cluster, run by {@code make bench}. Every run's raw line is kept, and a run
 * without a result counts as the time-out. Depends on {@code io.haredis.e2e} alone.
 */
@NullMarked
package io.haredis.e2e.bench;

import org.jspecify.annotations.NullMarked;
