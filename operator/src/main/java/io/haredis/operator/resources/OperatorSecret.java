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
    /** Name of the Secret that the application's password was in; empty, and not left out, if there is none: an apply may not delete. */
    private static final String APPLICATION_SECRET = "application-secret";

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
        data.put(APPLICATION_SECRET, AuthSecret.encoded(application.isPresent() ? Names.authSecret(cluster) : ""));
        data.put(Users.FILE, AuthSecret.encoded(Users.text(passwords, application)));
        return of(cluster, data);
    }

    /** The Secret with what it once held. */
    public static Secret of(HaRedisCluster cluster, Map<String, String> data) {
        return new SecretBuilder()
                .withMetadata(Owned.metadata(cluster, Names.operatorSecret(cluster)))
                .withType("Opaque")
                .withData(data)
                .build();
    }

    /** True if the users' file in this Secret has the application's password from the Secret of that name, or may have. */
    public static boolean mayRepeat(Secret secret, String name) {
        return passwords(secret).isEmpty()
                || AuthSecret.value(secret, APPLICATION_SECRET)
                        .filter(name::equals)
                        .isPresent();
    }

    /** The passwords in the Secret; empty if it does not hold both. */
    public static Optional<Passwords> passwords(Secret secret) {
        return AuthSecret.value(secret, OPERATOR)
                .flatMap(operator ->
                        AuthSecret.value(secret, REPLICATION).map(replication -> new Passwords(operator, replication)));
    }
}
