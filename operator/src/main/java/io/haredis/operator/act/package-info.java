/**
 * Acting: one small effect at a time, each idempotent and guarded on the server itself; stop at the first failure.
 *
 * <p>Every prefix of a plan is safe to stop at. Depends on decide and wire; no clock but the {@code Pace} it is given.
 */
@NullMarked
package io.haredis.operator.act;

import org.jspecify.annotations.NullMarked;
