package io.haredis.operator.api.v1alpha1;

/** CEL rules that stand at more than one field. */
final class Rules {
    static final String NO_OWN_KEYS =
            "self.all(k, !k.startsWith('haredis.io/') && !k.startsWith('app.kubernetes.io/'))";

    static final String NO_OWN_KEYS_MESSAGE =
            "keys that begin with haredis.io/ or app.kubernetes.io/ are set by the operator: remove them or rename them";

    private Rules() {}
}
