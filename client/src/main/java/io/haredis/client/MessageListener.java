package io.haredis.client;

/**
 * Gets the messages of one {@link Subscription}, one after the other, on a thread of the client's. Redis delivers at most once:
 * what is published while the subscription moves may be missing, {@link #onMoved} tells when that was. What a method throws is
 * logged, and the next message is delivered.
 */
@FunctionalInterface
public interface MessageListener {
    /** A message came. A slow listener delays nobody else, see {@link OverflowPolicy}. */
    void onMessage(Message message);

    /**
     * The subscription goes on in another way than before: every message that is published on the master after this call
     * arrives. If {@link SubscriptionMove#mayHaveMissed()}, messages from before may be missing; read again what they were about.
     */
    default void onMoved(SubscriptionMove move) {}

    /**
     * Nothing more will come: the server refused the subscription, the listener was too slow under
     * {@link OverflowPolicy#CLOSE}, or the client was closed. Not called after {@link Subscription#close()}.
     */
    default void onClosed(RuntimeException reason) {}
}
