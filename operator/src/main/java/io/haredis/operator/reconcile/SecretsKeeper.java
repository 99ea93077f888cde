package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.AuthSecret;
import io.haredis.operator.resources.Names;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passwords: generated once by a create that fails if there is one, and never overwritten. They are remembered while
 * this process leads, so that a Secret deleted by mistake comes back as it was. Thread-safe.
 */
final class SecretsKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SecretsKeeper.class);

    private final KubernetesClient client;
    private final Inventory inventory;
    private final Applier applier;
    private final LostSecret lost;
    private final SecureRandom random = new SecureRandom();
    /** What the operator's Secrets last held, users' file and all, of the clusters that are. */
    private final Map<ClusterRef, Map<String, String>> known = new ConcurrentHashMap<>();
    /** The application's password where it is a generated one. */
    private final Map<ClusterRef, String> generated = new ConcurrentHashMap<>();

    SecretsKeeper(KubernetesClient client, Inventory inventory, Applier applier) {
        this.inventory = inventory;
        this.client = client;
        this.applier = applier;
        this.lost = new LostSecret(client);
    }

    /** The application's password; empty if none is asked for. */
    Optional<String> application(HaRedisCluster cluster, ClusterRef ref) throws Obstruction {
        boolean isGenerated = AuthSecret.generated(cluster);
        if (!isGenerated) {
            generated.remove(ref);
        }
        if (!cluster.getSpec().auth().enabled()) {
            return Optional.empty();
        }
        String name = Names.authSecret(cluster);
        Secret secret = get(ref, name);
        if (secret == null && isGenerated) {
            applier.create(AuthSecret.of(cluster, applicationAgain(ref, name)));
            secret = get(ref, name);
        }
        if (secret == null) {
            throw new Obstruction(
                    "SecretMissing",
                    "spec.auth.secretName: there is no Secret " + name + " in namespace " + ref.namespace()
                            + ": create it with the key '" + AuthSecret.KEY
                            + "', or remove the field to have a password generated.");
        }
        if (isGenerated) {
            Ownership.check(ref, secret);
            applier.adopt(ref, secret);
        }
        String password = password(secret, isGenerated);
        if (isGenerated) {
            generated.put(ref, password);
        }
        return Optional.of(password);
    }

    /** The password as it was, since the servers that run have it; a new one if none can have it. */
    private String applicationAgain(ClusterRef ref, String name) throws Obstruction {
        String before = generated.get(ref);
        if (before != null) {
            LOG.warn("Cluster {}: Secret {} is gone and is made as it was", ref, name);
            return before;
        }
        Secret own = get(ref, ref.operatorSecretName());
        if (own == null || OperatorSecret.mayRepeat(own, name)) {
            lost.checkApplication(ref, name);
        }
        return Passwords.password(random);
    }

    private static String password(Secret secret, boolean generated) throws Obstruction {
        Optional<String> password = AuthSecret.password(secret);
        if (password.isEmpty()) {
            String name = secret.getMetadata().getName();
            throw new Obstruction(
                    "SecretBroken",
                    (generated ? "" : "spec.auth.secretName: ") + "Secret " + name + " has no password under the key '"
                            + AuthSecret.KEY + "': set it"
                            + (generated
                                    ? ", or delete the Secret: it is made anew as it was if this operator has seen it"
                                            + " whole, and if not the next message says how to go on."
                                    : "."));
        }
        return password.get();
    }

    /**
     * The operator's Secret as it was, if it is gone and was seen; if it is there, it is remembered. Waits for nothing else:
     * whoever leads next may never have seen it.
     */
    void bringBack(HaRedisCluster cluster, ClusterRef ref) throws Obstruction {
        String name = ref.operatorSecretName();
        Secret there = get(ref, name);
        Map<String, String> before = known.get(ref);
        if (there != null) {
            whole(ref, there).ifPresent(secret -> known.put(ref, Map.copyOf(secret.getData())));
        } else if (before != null) {
            LOG.warn("Cluster {}: Secret {} is gone and is made as it was", ref, name);
            applier.create(OperatorSecret.of(cluster, before));
        }
    }

    /**
     * The operator's own passwords and the replicas', with the users' file made of them. Applied only over the very state
     * that was read: whoever restores the Secret meanwhile is never overwritten.
     */
    void own(HaRedisCluster cluster, ClusterRef ref, Optional<String> application) throws Obstruction {
        String name = ref.operatorSecretName();
        Secret secret = get(ref, name);
        if (secret == null) {
            bringBack(cluster, ref);
            secret = get(ref, name);
        }
        if (secret == null) {
            lost.check(cluster, ref);
            applier.create(OperatorSecret.of(cluster, Passwords.generate(random), application));
            secret = get(ref, name);
        }
        if (secret != null) {
            Ownership.check(ref, secret);
        }
        Passwords passwords = Optional.ofNullable(secret)
                .flatMap(OperatorSecret::passwords)
                .orElseThrow(() -> new Obstruction(
                        "SecretBroken",
                        "Secret " + name + " does not hold the operator's passwords: put the old content back."
                                + " If it is lost, delete the Secret: it is made anew as it was if this operator has"
                                + " seen it whole, and if not the next message says how to go on."));
        Secret wanted = OperatorSecret.of(cluster, passwords, application);
        known.put(ref, Map.copyOf(wanted.getData()));
        applier.applyOver(wanted, Objects.requireNonNull(secret));
    }

    /** Of no cluster anything is remembered. */
    void forgetAll() {
        known.clear();
        generated.clear();
    }

    /** The cluster is gone. */
    void forget(ClusterRef ref) {
        known.remove(ref);
        generated.remove(ref);
    }

    /** True if the operator's Secret is there and whole, though perhaps not as it should be now. */
    boolean isThere(ClusterRef ref) {
        return whole(ref, get(ref, ref.operatorSecretName())).isPresent();
    }

    private static Optional<Secret> whole(ClusterRef ref, @Nullable Secret own) {
        return Optional.ofNullable(own)
                .filter(ref::owns)
                .filter(secret -> OperatorSecret.passwords(secret).isPresent());
    }

    private @Nullable Secret get(ClusterRef ref, String name) {
        Optional<Secret> watched = inventory.secret(ref, name);
        if (watched.isPresent()) {
            return watched.get();
        }
        return client.secrets().inNamespace(ref.namespace()).withName(name).get();
    }
}
