/** The application: {@link io.haredis.operator.OperatorMain} wires everything, from top to bottom. */
@NullMarked
package io.haredis.operator;

import org.jspecify.annotations.NullMarked;
