package io.haredis.operator.testing;

/** The operator's process ends here: nothing in the code under test may catch it. */
public final class OperatorCrash extends Error {
    private static final long serialVersionUID = 1L;

    /** Ends it. */
    public OperatorCrash() {
        super("the operator crashed (a test's doing)");
    }
}
