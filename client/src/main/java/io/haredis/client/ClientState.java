package io.haredis.client;

/** What a client can do at the moment. */
public enum ClientState {
    /** It has not found a master yet; calls wait. */
    CONNECTING,
    /** It sends commands to the master. */
    READY,
    /** Something spoke against the master, which is being asked; calls wait. */
    SUSPECT,
    /** There is no master; calls wait. */
    WAITING,
    /** It was closed; calls fail at once. */
    CLOSED
}
