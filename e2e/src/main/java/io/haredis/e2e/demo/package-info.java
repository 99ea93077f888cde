/**
 * The demo behind {@code make demo}: a master is killed under a writer, and a table says where the time went.
 * It may depend on {@code io.haredis.e2e} alone.
 */
@NullMarked
package io.haredis.e2e.demo;

import org.jspecify.annotations.NullMarked;
