/** Failovers on paper, before the first real one: code that runs once a month is not to be loaded and linked then. */
@NullMarked
package io.haredis.operator.rehearsal;

import org.jspecify.annotations.NullMarked;
