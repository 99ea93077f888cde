package io.haredis.e2e;

import java.util.Locale;

/** How this process reaches the pods. */
public enum Reach {
    /** The cluster of {@code e2e/cluster}: pods, Services and processes are reached from the host. */
    LOCAL,
    /** Any cluster, through its API server alone. */
    CURRENT;

    /** From the variable {@code CLUSTER} of the Makefile. */
    public static Reach fromEnvironment() {
        return valueOf(System.getenv().getOrDefault("CLUSTER", "local").toUpperCase(Locale.ROOT));
    }
}
