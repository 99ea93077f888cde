package io.haredis.client.internal.command;

import java.util.Optional;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * An error reply that says: not executed, and another time or another node may do it. Told by the first word only, the
 * texts differ between servers. All other error replies are the application's.
 */
public enum Refusal {
    /** The node is a replica. */
    READONLY(true),
    /** The node loads its data: it has restarted. */
    LOADING(true),
    /** A replica without its master. */
    MASTERDOWN(true),
    /** A blocked command, ended because the node's role changed. */
    UNBLOCKED(true),
    /** Too few replicas follow the master: it may be cut off, or they may be syncing. */
    NOREPLICAS(false),
    /** A cluster's node without its slots. */
    CLUSTERDOWN(false),
    /** No connection left on the server. */
    MAXCLIENTS(false);

    private static final String ABORT = "EXECABORT";
    private static final String ABORTED = ABORT + " Transaction discarded because of: ";

    private final boolean deposes;

    Refusal(boolean deposes) {
        this.deposes = deposes;
    }

    /** True if a master would not have said it: nothing more is sent until the node has been asked for its role. */
    public boolean deposes() {
        return deposes;
    }

    /** The refusal that an error reply is, empty if it is the application's own error. */
    public static Optional<Refusal> of(JedisDataException error) {
        return of(String.valueOf(error.getMessage()));
    }

    /** True if an EXEC was aborted, for whatever reason: nothing of it ran. */
    public static boolean isAborted(JedisDataException exec) {
        return String.valueOf(exec.getMessage()).startsWith(ABORT);
    }

    /** The refusal for which an EXEC was aborted that had queued all its commands, empty if it was for something else. */
    public static Optional<Refusal> ofAborted(JedisDataException exec) {
        String text = String.valueOf(exec.getMessage());
        return text.startsWith(ABORTED) ? of(text.substring(ABORTED.length())) : Optional.empty();
    }

    private static Optional<Refusal> of(String text) {
        int space = text.indexOf(' ');
        return switch (space < 0 ? text : text.substring(0, space)) {
            case "READONLY" -> Optional.of(READONLY);
            case "LOADING" -> Optional.of(LOADING);
            case "MASTERDOWN" -> Optional.of(MASTERDOWN);
            // CLIENT UNBLOCK begins alike, and is meant for the caller.
            case "UNBLOCKED" -> text.contains("instance state changed") ? Optional.of(UNBLOCKED) : Optional.empty();
            case "NOREPLICAS" -> Optional.of(NOREPLICAS);
            case "CLUSTERDOWN" -> Optional.of(CLUSTERDOWN);
            // The only one without a word of its own.
            default -> text.startsWith("ERR max number of clients") ? Optional.of(MAXCLIENTS) : Optional.empty();
        };
    }

    /** True if WAIT is answered so where it has nobody to wait for: by a replica, or for a refusal. */
    public static boolean isOfNoMaster(JedisDataException wait) {
        return of(wait).isPresent() || String.valueOf(wait.getMessage()).contains("replica instances");
    }

    /** True for what an ACL forbids; a wrong password is something else. Another time it is forbidden too: no refusal. */
    public static boolean isForbidden(JedisException error) {
        return String.valueOf(error.getMessage()).startsWith("NOPERM");
    }
}
