package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Secret {@code NAME-auth}: the application's password. Generated once; never made when the user names a Secret. */
public final class AuthSecret {
    /** Key in this Secret and in the user's. */
    public static final String KEY = "password";

    private AuthSecret() {}

    /** Whether the operator has to make it. */
    public static boolean generated(HaRedisCluster cluster) {
        return cluster.getSpec().auth().enabled() && cluster.getSpec().auth().secretName() == null;
    }

    public static Secret of(HaRedisCluster cluster, String password) {
        return new SecretBuilder()
                .withMetadata(Owned.metadata(cluster, Names.authSecret(cluster)))
                .withType("Opaque")
                .withData(Map.of(KEY, encoded(password)))
                .build();
    }

    /** The password in a Secret; empty if the key is missing or holds nothing. */
    public static Optional<String> password(Secret secret) {
        return value(secret, KEY);
    }

    static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> value(Secret secret, String key) {
        return Optional.ofNullable(secret.getData())
                .map(data -> data.get(key))
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
                .filter(text -> !text.isEmpty());
    }
}
