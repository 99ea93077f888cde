package io.haredis.operator.act;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Requests;
import org.jspecify.annotations.Nullable;

/** What a person can do about data at risk, in words. */
final class Choice {
    private Choice() {}

    /**
     * Between waiting and losing.
     *
     * @param missing the nodes that may hold what would be lost; empty if that is plain from what stands before
     */
    static String between(String missing, @Nullable MasterRecord record, Requests requests) {
        String wait = missing.isEmpty() ? "mend it" : "wait for " + missing + " to return";
        return ". Either " + wait + ", or accept that what only "
                + (missing.isEmpty() ? "it holds" : missing + " may hold") + " is lost: "
                + Requests.howToAccept(record == null ? 0 : record.epoch())
                + requests.voidAcceptance(record).map(why -> " (" + why + ")").orElse("");
    }
}
