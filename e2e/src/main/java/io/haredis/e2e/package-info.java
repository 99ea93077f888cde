/**
 * What the demo, the end-to-end tests and the benchmarks share: a cluster seen from outside, a writer, ways to hurt it.
 * Depends on the Kubernetes client and Jedis alone, never on the operator's inner packages: it uses what a user sees.
 */
@NullMarked
package io.haredis.e2e;

import org.jspecify.annotations.NullMarked;
