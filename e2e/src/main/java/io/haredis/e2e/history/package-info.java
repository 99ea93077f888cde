/**
 * What clients and observers of a cluster recorded while it was being broken, and the rules that it must keep (the
 * promises of the README). Pure: no client, no clock, no Kubernetes. Times are {@link System#nanoTime()} of one process.
 */
@NullMarked
package io.haredis.e2e.history;

import org.jspecify.annotations.NullMarked;
