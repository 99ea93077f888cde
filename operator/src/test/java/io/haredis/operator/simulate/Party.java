package io.haredis.operator.simulate;

/** Somebody who talks to servers: an operator or a client. */
interface Party {
    String name();

    /** Here the scheduler may hold it up, or end it. */
    void step();
}
