/**
 * How the client works. One direction, each package knows those before it only:
 *
 * <ol>
 *   <li>{@code command}: what is known of commands, refusals and broken sends, and the verdict. Pure.
 *   <li>{@code node}: one node: {@code Connector} (how to reach it), {@code NodeConnection} (checked at birth, knows whether
 *       something was flushed), {@code NodePool}, {@code NodeReport} (what it says of itself).
 *   <li>{@code topology}: {@code Topology} (control thread and mailbox), {@code Roster} (known nodes, when each is asked),
 *       {@code GossipLink}, {@code Judge} (pure: who is master), {@code Reign} (one master's time and its pool),
 *       {@code Reigns} (the present one, and the waiting calls), {@code Settlement} (what late replies are worth),
 *       {@code Followers} (the replicas, and by {@code Freshness} how old their data is), {@code Events}, {@code Opcounter} (the writes of a reign).
 *   <li>{@code replica}: a {@code NodePool} for each of them, in the order in which a read tries them.
 *   <li>{@code call}: {@code Exchange} (one attempt on a connection), {@code Task} (what is attempted: {@code SingleCommand},
 *       {@code Batch}, {@code Transact}), {@code Confirmed} (around those, until a quorum has it), {@code Calls} (until it is
 *       certain), {@code VirtualConnection} (under Jedis'
 *       pipelines, transactions and iterations), {@code Watch}, {@code Scripts}, {@code ReplicaCalls} (reads, before
 *       {@code Calls}).
 *   <li>{@code pubsub}: subscriptions; beside {@code call}, which it does not know.
 * </ol>
 *
 * <p>Here: {@code HaCore} puts the parts together and ends them, {@code Settings} is what the builder was told.
 *
 * <p>Seams. Another way to send (many callers' commands in one write) is another {@code Task} or another
 * {@code Exchange} under the same {@code Calls.untilCertain}. Views with other options are further
 * {@code HaRedisClient}s on one {@code HaCore}. Executed writes pass {@code Calls.executed} once each. What must
 * happen at a change of master hangs on {@code Topology.enthrone}; what each new connection must do first, on
 * {@code Topology.onOpen}. A connection that carries messages is opened by {@code Connector.openForQuestions}.
 */
@NullMarked
package io.haredis.client.internal;

import org.jspecify.annotations.NullMarked;
