/**
 * What operator and clients agree on: key names, gossip, replication info, and the election rule.
 *
 * <p>Pure: no I/O, no clock, no log. May depend on the JDK alone.
 */
@NullMarked
package io.haredis.protocol;

import org.jspecify.annotations.NullMarked;
