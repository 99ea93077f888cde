package io.haredis.operator.decide;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people ask for by annotations of the cluster object, as last seen.
 *
 * @param switchover the node that is to be master, or {@link #ANY}; null if nothing is asked
 * @param acceptDataLoss the epoch whose end may cost data, as it was written; null if nothing is asked
 * @param fenced the nodes that are never to be master
 */
public record Requests(
        @Nullable String switchover, @Nullable String acceptDataLoss, SortedSet<String> fenced) {
    /** Nothing is asked. */
    public static final Requests NONE = of(Map.of());

    /** Annotation: moves the mastership once, to the node of this name or to any other. */
    public static final String SWITCHOVER = "haredis.io/switchover";

    /** Whichever node is the furthest. */
    public static final String ANY = "any";

    /** Annotation: the election that ends the epoch of this number may lose what missing or unfit nodes hold. */
    public static final String ACCEPT_DATA_LOSS = "haredis.io/accept-data-loss";

    /** Annotation: names of nodes, separated by commas, that are never to be master. */
    public static final String FENCE = "haredis.io/fence";

    /** What these annotations ask for. */
    public static Requests of(Map<String, String> annotations) {
        String accepted = annotations.get(ACCEPT_DATA_LOSS);
        TreeSet<String> fenced = new TreeSet<>();
        for (String name : annotations.getOrDefault(FENCE, "").split("[,\\s]+", -1)) {
            if (!name.isEmpty()) {
                fenced.add(name);
            }
        }
        String switchover = annotations.get(SWITCHOVER);
        return new Requests(switchover, accepted == null ? null : accepted.strip(), fenced);
    }

    /**
     * True if the loss is accepted that the election ending this epoch may bring. It is used up by that election: the
     * record's compare-and-swap to the next epoch makes it void, whoever dies before or after.
     */
    public boolean acceptsLossIn(long epoch) {
        return Long.toString(epoch).equals(acceptDataLoss);
    }

    /** Why the acceptance has no effect under this record; empty if there is none, or if it has. */
    public Optional<String> voidAcceptance(@Nullable MasterRecord record) {
        String asked = acceptDataLoss;
        if (asked == null || record == null || acceptsLossIn(record.epoch())) {
            return Optional.empty();
        }
        boolean over = asked.matches("[0-9]{1,9}") && Long.parseLong(asked) < record.epoch();
        return Optional.of(ACCEPT_DATA_LOSS + "=" + asked + " has no effect: "
                + (over ? "epoch " + asked + " is over, this is epoch " : "it must name the present epoch, ")
                + record.epoch());
    }

    /**
     * What a person can do about data at risk, in words: wait, or lose.
     *
     * @param missing the nodes that may hold what would be lost; empty if that is plain from what stands before
     */
    public String choice(String missing, @Nullable MasterRecord record) {
        String wait = missing.isEmpty() ? "mend it" : "wait for " + missing + " to return";
        return ". Either " + wait + ", or accept that what only "
                + (missing.isEmpty() ? "it holds" : missing + " may hold")
                + " is lost: annotate the HaRedisCluster with " + ACCEPT_DATA_LOSS + "="
                + (record == null ? 0 : record.epoch())
                + voidAcceptance(record).map(why -> " (" + why + ")").orElse("");
    }
}
