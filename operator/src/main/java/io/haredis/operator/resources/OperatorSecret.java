package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Secret {@code NAME-operator}: the passwords of operator and replication, and the users' file that pods mount. */
public final class OperatorSecret {
    private static final String OPERATOR = "operator-password";
    private static final String REPLICATION = "replication-password";

    private OperatorSecret() {}

    /**
     * The Secret.
     *
     * @param application the application's password; empty if {@code spec.auth.enabled} is false
     */
    public static Secret of(HaRedisCluster cluster, Passwords passwords, Optional<String> application) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(OPERATOR, AuthSecret.encoded(passwords.operator()));
        data.put(REPLICATION, AuthSecret.encoded(passwords.replication()));
        data.put(Users.FILE, AuthSecret.encoded(Users.text(passwords, application)));
        return new SecretBuilder()
                .withMetadata(Owned.metadata(cluster, Names.operatorSecret(cluster)))
                .withType("Opaque")
                .withData(data)
                .build();
    }

    /** The passwords in the Secret; empty if it does not hold both. */
    public static Optional<Passwords> passwords(Secret secret) {
        return AuthSecret.value(secret, OPERATOR)
                .flatMap(operator ->
                        AuthSecret.value(secret, REPLICATION).map(replication -> new Passwords(operator, replication)));
    }
}
