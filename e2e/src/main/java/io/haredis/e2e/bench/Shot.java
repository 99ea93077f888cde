package io.haredis.e2e.bench;

/**
 * What is done to a master.
 *
 * @param fire does it
 * @param undo wakes what sleeps
 */
record Shot(Runnable fire, Runnable undo) {}
