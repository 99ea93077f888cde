package io.haredis.client.internal.command;

/** What is known of a command whose reply did not come, or came too late to count. */
public enum Fate {
    /** It never reached a server in full, or the server refused it: it has not been executed. */
    NOT_EXECUTED,
    /** It was handed to the network and no valid reply came: it may have been executed, or may yet be. */
    UNKNOWN
}
