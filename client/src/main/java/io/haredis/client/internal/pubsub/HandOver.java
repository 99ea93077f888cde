package io.haredis.client.internal.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a move from a connection that still works.
 *
 * @param next the new connection, null if the old one stays
 * @param seamless true if each message came once: by the old one up to a token, by the new one from there on
 * @param proven false if the new one was taken at its word: tokens are forbidden
 */
record HandOver(@Nullable FeedLink next, boolean seamless, boolean proven) {
    static HandOver failed() {
        return new HandOver(null, true, true);
    }
}
