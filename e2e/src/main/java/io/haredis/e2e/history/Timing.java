package io.haredis.e2e.history;

import org.jspecify.annotations.Nullable;

/**
 * How one fault went by, in milliseconds from it; null for what did not happen.
 *
 * @param detected until a living server was seen fenced: the election has begun
 * @param recovered until a client that knows the pods had a write acknowledged in a later epoch
 * @param service the same for the client of the master Service
 * @param gap the longest time without any acknowledged write
 * @param late acknowledgements of the old master after the first of the new one
 * @param lastLate how long after that first one the last of them came
 * @param lost acknowledged writes that are not there in the end
 */
public record Timing(
        @Nullable Double detected,
        @Nullable Double recovered,
        @Nullable Double service,
        double gap,
        long late,
        @Nullable Double lastLate,
        long lost) {}
