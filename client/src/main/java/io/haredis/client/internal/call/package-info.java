/**
 * How a command, or a batch of them, becomes a reply: send once ({@code Exchange}), and go on until it is certain
 * ({@code Calls}).
 */
@NullMarked
package io.haredis.client.internal.call;

import org.jspecify.annotations.NullMarked;
