/** What tests need: real servers as processes, and the record and the routes in memory. */
@NullMarked
package io.haredis.operator.testing;

import org.jspecify.annotations.NullMarked;
