package io.haredis.operator.act;

/** The Kubernetes API did not do what was asked. */
public final class StoreException extends Exception {
    /** Why. */
    public enum Cause {
        /** Somebody else changed the object. */
        CONFLICT,
        /** No answer in time, or an error: whether it was done is unknown. */
        UNAVAILABLE
    }

    private static final long serialVersionUID = 1L;
    private final Cause why;

    /** Why, and the sentence for the log. */
    public StoreException(Cause why, String message) {
        super(message);
        this.why = why;
    }

    /** Why. */
    public Cause why() {
        return why;
    }
}
