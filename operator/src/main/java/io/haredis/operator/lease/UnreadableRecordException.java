package io.haredis.operator.lease;

/** The Lease does not hold a master record that we understand. It is never overwritten: a person decides. */
final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message) {
        super(message);
    }
}
