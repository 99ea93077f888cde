package io.haredis.operator.reconcile;

/** The specification cannot be carried out as things are. What was made before stays as it is. */
final class Obstruction extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    /**
     * What a person reads in the condition.
     *
     * @param reason one word
     * @param sentence names the field or the object, and the remedy
     */
    Obstruction(String reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
