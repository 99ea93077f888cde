/**
 * How the client works. One direction, each package knows those before it only:
 *
 * <ol>
 *   <li>{@code command}: what is known of commands, refusals and broken sends, and the verdict. Pure.
 *   <li>{@code node}: one node: {@code Connector} (how to reach it), {@code NodeConnection} (checked at birth, knows whether
 *       something was flushed), {@code NodePool}, {@code NodeReport} (what it says of itself).
 *   <li>{@code topology}: {@code Topology} (control thread and mailbox), {@code Judge} (pure: who is master), {@code Reign}
 *       (one master's time and its pool), {@code Reigns} (the present one, and the waiting calls).
 *   <li>{@code call}: {@code Exchange} (one attempt), {@code Calls} (until it is certain), {@code Connections} (what Jedis'
 *       pipelines, transactions and scans get).
 * </ol>
 *
 * <p>Here: {@code HaCore} puts the parts together and ends them, {@code Settings} is what the builder was told.
 *
 * <p>Seams: a new way to send (quorum, many commands in one write) is another {@code Exchange}; a new place to send to
 * (replicas) is another source of pools beside {@code Reigns}; what must happen at a change of master hangs on
 * {@code Topology.enthrone}; a connection that carries messages is opened by {@code Connector.openForQuestions}.
 */
@NullMarked
package io.haredis.client.internal;

import org.jspecify.annotations.NullMarked;
