package io.haredis.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.Set;

/**
 * Bounds for the values of Kubernetes' own types, which the generator leaves open: what the schema lets pass, and the
 * operator then cannot read, is found by nobody but the operator.
 */
final class SchemaBounds {
    /** As the API server reads quantities; an exponent of three digits makes a number that nobody can count with. */
    private static final String QUANTITY =
            "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$";

    private static final long QUANTITY_LENGTH = 32;
    private static final Set<String> QUANTITIES = Set.of("limits", "requests", "divisor");

    /** The one number that somebody may want larger than an int; what is above is no whole number in JSON. */
    private static final String LONG = "tolerationSeconds";

    private static final double MOST = 9_007_199_254_740_991.0;

    private SchemaBounds() {}

    /** Bounds everything below; what has bounds of its own keeps them. */
    static void add(JSONSchemaProps schema) {
        add("", schema);
    }

    private static void add(String name, JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            intOrString(name, schema);
        } else if ("integer".equals(schema.getType())) {
            integer(
                    schema,
                    name.equals(LONG) ? -MOST : Integer.MIN_VALUE,
                    name.equals(LONG) ? MOST : Integer.MAX_VALUE);
        }
        if (schema.getItems() != null) {
            add(name, schema.getItems().getSchema());
        }
        if (schema.getAdditionalProperties() != null) {
            add(name, schema.getAdditionalProperties().getSchema());
        }
        if (schema.getProperties() != null) {
            for (Map.Entry<String, JSONSchemaProps> property :
                    schema.getProperties().entrySet()) {
                add(property.getKey(), property.getValue());
            }
        }
    }

    /** The others are ports, by number or by name. */
    private static void intOrString(String name, JSONSchemaProps schema) {
        if (QUANTITIES.contains(name)) {
            schema.setPattern(QUANTITY);
            schema.setMaxLength(QUANTITY_LENGTH);
        } else {
            integer(schema, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }

    private static void integer(JSONSchemaProps schema, double least, double most) {
        if (schema.getMinimum() == null) {
            schema.setMinimum(least);
        }
        if (schema.getMaximum() == null) {
            schema.setMaximum(most);
        }
    }
}
