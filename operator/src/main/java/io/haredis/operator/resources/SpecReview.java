package io.haredis.operator.resources;

import io.haredis.operator.api.v1alpha1.Durability;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.api.v1alpha1.OwnedDirectives;
import io.haredis.operator.api.v1alpha1.Persistence;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a spec, for the condition {@code ConfigurationAccepted}. The API server refuses most of it already;
 * an older definition, or one without rules, does not.
 *
 * @param refused sentences that name field and remedy; with one of them nothing of it may be rendered
 * @param advised the same for what works but should be otherwise
 */
public record SpecReview(List<String> refused, List<String> advised) {
    public static SpecReview of(HaRedisClusterSpec spec) {
        List<String> refused = new ArrayList<>();
        spec.config().forEach((name, value) -> directive(name, value, refused));
        databases(spec, refused);
        if (spec.effectivePersistence() != Persistence.NONE && spec.storage() == null) {
            refused.add("spec.persistence needs spec.storage: add spec.storage.size, or set spec.persistence to None");
        }
        if (spec.effectiveMinReplicasToWrite() >= spec.replicas() && spec.replicas() > 0) {
            refused.add("spec.minReplicasToWrite must be below spec.replicas: lower it or raise spec.replicas");
        }
        return new SpecReview(List.copyOf(refused), advice(spec));
    }

    /** Whether the spec can be worked with. */
    public boolean accepted() {
        return refused.isEmpty();
    }

    private static void directive(String name, String value, List<String> refused) {
        String owned = OwnedDirectives.refusal(name);
        if (!owned.isEmpty()) {
            refused.add(owned);
        } else if (!name.matches("[a-zA-Z][a-zA-Z0-9.-]{0,63}")) {
            refused.add("spec.config: '" + name + "' is not the name of a directive: correct it");
        } else if (value.chars().anyMatch(c -> c < ' ')) {
            refused.add("spec.config." + name + ": a value is one line: remove line breaks and tabs");
        } else if (!quotesMatch(value)) {
            refused.add("spec.config." + name + ": a quotation mark is not closed: close it");
        }
    }

    private static void databases(HaRedisClusterSpec spec, List<String> refused) {
        String databases = spec.config().get("databases");
        if (databases != null
                && (!databases.strip().matches("[0-9]{1,6}")
                        || Integer.parseInt(databases.strip()) <= spec.metadataDatabase())) {
            refused.add("spec.config.databases must be a number above spec.metadataDatabase (" + spec.metadataDatabase()
                    + "): raise it, or lower spec.metadataDatabase");
        }
    }

    private static List<String> advice(HaRedisClusterSpec spec) {
        List<String> advised = new ArrayList<>();
        int replicas = spec.replicas();
        if (replicas % 2 == 0) {
            advised.add("spec.replicas is even: " + replicas + " nodes survive the loss of " + (replicas - 1) / 2
                    + ", as " + (replicas - 1) + " do; use " + (replicas - 1) + " or " + (replicas + 1));
        }
        if (spec.durability() == Durability.QUORUM && replicas < 3) {
            advised.add("spec.durability Quorum with " + replicas
                    + " node(s) survives no loss: raise spec.replicas to 3 or more");
        }
        if (spec.minReplicasToWrite() != null && spec.minReplicasToWrite() < replicas / 2) {
            advised.add(
                    "spec.minReplicasToWrite is below half of spec.replicas: a master that is cut off goes on taking"
                            + " writes that are lost when another is elected; remove it to get " + replicas / 2);
        }
        MemoryAdvice.of(spec).ifPresent(advised::add);
        return List.copyOf(advised);
    }

    /** As the server splits a line: a double quote may be escaped inside double quotes, a single one inside single. */
    private static boolean quotesMatch(String value) {
        char open = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (open == 0) {
                open = c == '"' || c == '\'' ? c : 0;
            } else if (c == '\\' && (open == '"' || (i + 1 < value.length() && value.charAt(i + 1) == '\''))) {
                i++;
            } else if (c == open) {
                open = 0;
            }
        }
        return open == 0;
    }
}
