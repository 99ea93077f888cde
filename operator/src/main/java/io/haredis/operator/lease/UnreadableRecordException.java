package io.haredis.operator.lease;

/** The Lease does not hold a master record that we understand. It is never overwritten: a person decides. */
final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    UnreadableRecordException(String message) {
        this(message, "Mend it, or delete it to have the nodes themselves asked, all of them");
    }

    UnreadableRecordException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What a person can do. */
    String remedy() {
        return remedy;
    }
}
