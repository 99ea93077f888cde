/**
 * Benchmarks on a real cluster, behind {@code make bench}. They report and never judge: every run is kept, and one
 * without a result counts as its time-out. Depends on {@code io.haredis.e2e} alone.
 */
@NullMarked
package io.haredis.e2e.bench;

import org.jspecify.annotations.NullMarked;
