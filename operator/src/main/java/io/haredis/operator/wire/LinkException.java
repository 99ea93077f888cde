package io.haredis.operator.wire;

/** The connection gave no answer. Whether commands that were sent were executed is unknown. */
public final class LinkException extends Exception {
    /** Why there is no answer. */
    public enum Cause {
        /** Nobody listens there: a killed process, or a firewall that rejects. */
        REFUSED,
        /** The connection was closed: the process ended, or closed it. */
        CLOSED,
        /** Nothing came in time. */
        SILENT,
        /** The server refuses the operator's credentials. */
        DENIED
    }

    private static final long serialVersionUID = 1L;
    private final Cause why;

    /** Why, and the sentence for the log. */
    public LinkException(Cause why, String message) {
        super(message);
        this.why = why;
    }

    /** Why there is no answer. */
    public Cause why() {
        return why;
    }
}
