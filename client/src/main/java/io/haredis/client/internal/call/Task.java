package io.haredis.client.internal.call;

import io.haredis.client.RetryPolicy;
import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.topology.Reign;

/** What a caller wants done, however many attempts it takes. Used by one thread. */
interface Task<T> {
    /** One attempt, on a connection of this reign. */
    T attempt(Reign reign, Deadline deadline) throws SendFailure;

    /** True if what is of unknown outcome may run once more. */
    boolean mayRepeat(RetryPolicy policy);

    /** True if it may change data. */
    default boolean mayWrite() {
        return false;
    }

    /** True if its reply may take its time, though nothing is wrong. */
    default boolean mayBlock() {
        return false;
    }

    /** After an attempt that is made again: true if a part is known to be executed that is not going to be sent again. */
    default boolean isHalfDone() {
        return false;
    }

    /** True if it has its reply, and only whether that counts is asked yet. */
    default boolean isExecuted() {
        return false;
    }

    /** How many writes it is, once it has its reply: those that were executed without an error. */
    default int writes() {
        return 0;
    }

    /** What it is called in logs and exceptions. */
    String name();
}
