package io.haredis.operator.decide;

import org.jspecify.annotations.Nullable;

/**
 * What people ask for by annotations of the cluster object, as last seen.
 *
 * @param switchover the node that is to be master, or {@link #ANY}; null if nothing is asked
 */
public record Requests(@Nullable String switchover) {
    /** Nothing is asked. */
    public static final Requests NONE = new Requests(null);

    /** Annotation: moves the mastership once, to the node of this name or to any other. */
    public static final String SWITCHOVER = "haredis.io/switchover";

    /** Whichever node is the furthest. */
    public static final String ANY = "any";
}
