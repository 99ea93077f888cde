package io.haredis.client;

import java.time.Duration;

/**
 * Counts since the client was built. An immutable snapshot; its numbers are read one after the other.
 *
 * @param calls attempts that brought a reply, error replies too: commands, and pipelines and transactions as one each
 * @param repeatedAfterRefusal attempts made again because the server had refused to execute (READONLY and the like)
 * @param repeatedAfterNoSend attempts made again because the command had not left the client in full
 * @param repeatedAfterLostReply attempts made again although the command may have run, which does no harm
 * @param unknownOutcomes calls that ended in {@link HaUnknownOutcomeException}
 * @param quorumsMissed durable calls that ended in {@link HaQuorumException}
 * @param writesCounted writes that were added to {@code haredis:opcounter}
 * @param writesUncounted writes that were not, because their master was lost or refused it
 * @param waited times that a call had to wait for a master, each attempt by itself, or {@code awaitReady} did
 * @param waitedTime their waiting times, added up
 * @param waiting calls that wait now
 * @param masterChanges reigns after the first
 * @param suspicions times that the master was asked because something spoke against it
 * @param connections connections to the master that are open now, idle ones too
 * @param readsFromReplicas those of the calls that a replica answered
 * @param messagesDropped messages that subscriptions lost because a listener was too slow
 * @param eventsDropped events that a slow listener did not get
 */
public record HaMetrics(
        long calls,
        long repeatedAfterRefusal,
        long repeatedAfterNoSend,
        long repeatedAfterLostReply,
        long unknownOutcomes,
        long quorumsMissed,
        long writesCounted,
        long writesUncounted,
        long waited,
        Duration waitedTime,
        int waiting,
        long masterChanges,
        long suspicions,
        int connections,
        long readsFromReplicas,
        long messagesDropped,
        long eventsDropped) {}
