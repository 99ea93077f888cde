package io.haredis.e2e.history;

/**
 * One write of one client, which has one under way at a time.
 *
 * @param client who wrote
 * @param number the client's number for it, growing
 * @param key the list that the number was appended to, or the counter that was incremented
 * @param sent just before it was sent
 * @param done just after the last of its replies
 * @param outcome what the client knows of it
 * @param server run id of the server that it was sent to
 * @param epoch in which the connection was opened, with that server as master
 * @param reply length of the list or value of the counter; only if acknowledged
 * @param grade how many replicas had it
 */
public record Write(
        String client,
        long number,
        String key,
        long sent,
        long done,
        Outcome outcome,
        String server,
        long epoch,
        long reply,
        Grade grade) {
    /** How much is known about the replicas that had an acknowledged write. */
    public enum Grade {
        /** Nothing was asked. */
        REPLY,
        /** As many as {@code haredis:quorum} wanted, in the epoch of the connection: what {@code Quorum} promises to keep. */
        QUORUM,
        /** Every replica of the cluster. */
        ALL;

        /** True if no failure of a minority may lose such a write. */
        public boolean isKept() {
            return this != REPLY;
        }
    }

    public boolean isAcknowledged() {
        return outcome == Outcome.ACKNOWLEDGED;
    }

    /** True if it appended its number to a list, false if it incremented a counter. */
    public boolean appends() {
        return key.startsWith(LIST);
    }

    /** How the keys of lists begin. */
    public static final String LIST = "list:";

    /** How the keys of counters begin; the client's name follows. */
    public static final String COUNTER = "count:";

    @Override
    public String toString() {
        return client + "'s write " + number + " to " + key + " (" + outcome + ", " + grade + ", epoch " + epoch
                + ", server " + server + ")";
    }
}
