/** Real servers, and one who moves and elects masters as the operator does. */
@NullMarked
package io.haredis.client.testing;

import org.jspecify.annotations.NullMarked;
