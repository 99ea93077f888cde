/** What several tests start: a real API server, real servers. */
@NullMarked
package io.haredis.operator.testing;

import org.jspecify.annotations.NullMarked;
