package io.haredis.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.resources.AuthSecret;
import io.haredis.operator.resources.Names;
import io.haredis.operator.resources.NodePod;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import io.haredis.operator.testing.ApiServer;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Secrets with passwords, and somebody who restores one while the operator works on it, or deletes it. */
class SecretsIT {
    private static final Passwords OLD = new Passwords("old", "old");
    private static final Passwords RESTORED = new Passwords("restored", "restored");
    private static final Optional<String> APPLICATION = Optional.of("application");

    private static ApiServer api;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        api = ApiServer.start();
        client = api.client();
        api.installCrd(client);
    }

    @AfterAll
    static void stop() {
        client.close();
        api.close();
    }

    @Test
    void aSecretRestoredSinceItWasReadIsLeftAlone() throws Obstruction {
        HaRedisCluster cluster = cluster("restored");
        Secret read =
                client.resource(OperatorSecret.of(cluster, OLD, APPLICATION)).create();
        restore(cluster);
        applier().applyOver(OperatorSecret.of(cluster, OLD, APPLICATION), read);
        assertThat(passwords(read)).contains(RESTORED);
    }

    @Test
    void aSecretDeletedSinceItWasReadIsNotMadeAgainWithTheOldPasswords() throws Obstruction {
        HaRedisCluster cluster = cluster("deleted");
        Secret read =
                client.resource(OperatorSecret.of(cluster, OLD, APPLICATION)).create();
        client.resource(read).delete();
        applier().applyOver(OperatorSecret.of(cluster, OLD, APPLICATION), read);
        assertThat(client.resource(read).get()).isNull();
    }

    @Test
    void aSecretRestoredBeforeTheOperatorMadeOneIsTheOne() throws Obstruction {
        HaRedisCluster cluster = cluster("first");
        restore(cluster);
        keeper().own(cluster, ClusterRef.of(cluster), APPLICATION);
        assertThat(passwords(OperatorSecret.of(cluster, OLD, APPLICATION))).contains(RESTORED);
    }

    @Test
    void theUsersFileOfARestoredSecretIsMadeOfItsPasswords() throws Obstruction {
        HaRedisCluster cluster = cluster("users");
        SecretsKeeper keeper = keeper();
        keeper.own(cluster, ClusterRef.of(cluster), APPLICATION);
        Secret made = restore(cluster);
        client.resource(made).edit(secret -> {
            secret.getData().put("users.conf", "");
            return secret;
        });
        keeper.own(cluster, ClusterRef.of(cluster), APPLICATION);
        Secret wanted = OperatorSecret.of(cluster, RESTORED, APPLICATION);
        assertThat(client.resource(wanted).get().getData()).isEqualTo(wanted.getData());
    }

    @Test
    void aDeletedSecretComesBackAsItWas() throws Obstruction {
        HaRedisCluster cluster = cluster("again");
        SecretsKeeper keeper = keeper();
        keeper.own(cluster, ClusterRef.of(cluster), APPLICATION);
        Secret made = restore(cluster);
        keeper.own(cluster, ClusterRef.of(cluster), APPLICATION);
        runs(cluster);
        client.resource(made).delete();
        keeper.own(cluster, ClusterRef.of(cluster), APPLICATION);
        Secret wanted = OperatorSecret.of(cluster, RESTORED, APPLICATION);
        assertThat(client.resource(wanted).get().getData()).isEqualTo(wanted.getData());
    }

    @Test
    void aLostSecretIsNotMadeAnewWhileAServerHasIts() throws Obstruction {
        HaRedisCluster cluster = cluster("lost");
        ClusterRef ref = ClusterRef.of(cluster);
        Pod pod = runs(cluster);
        assertThatThrownBy(() -> keeper().own(cluster, ref, APPLICATION))
                .isInstanceOf(Obstruction.class)
                .hasMessageContaining("Secret lost-operator is gone")
                .hasMessageContaining("put it back from a backup")
                .hasMessageContaining("copy the data elsewhere first");
        Secret wanted = OperatorSecret.of(cluster, OLD, APPLICATION);
        assertThat(client.resource(wanted).get()).isNull();

        client.resource(pod).withGracePeriod(0).delete();
        keeper().own(cluster, ref, APPLICATION);
        assertThat(client.resource(wanted).get()).isNotNull();
    }

    @Test
    void theRemedyForALostSecretNeedsNoCopyWhereVolumesHoldTheData() {
        HaRedisCluster cluster = cluster("volumes", "{storage: {size: 1Gi}}");
        runs(cluster);
        assertThatThrownBy(() -> keeper().own(cluster, ClusterRef.of(cluster), APPLICATION))
                .isInstanceOf(Obstruction.class)
                .hasMessageContaining("with the data on the volumes")
                .hasMessageNotContaining("copy");
    }

    @Test
    void podsThatWaitForTheirFirstSecretHaveNone() throws Obstruction {
        HaRedisCluster cluster = cluster("unborn");
        pod(cluster);
        keeper().own(cluster, ClusterRef.of(cluster), APPLICATION);
        assertThat(client.resource(OperatorSecret.of(cluster, OLD, APPLICATION)).get())
                .isNotNull();
    }

    @Test
    void aRecordSaysThatThePodsMayHaveIt() {
        HaRedisCluster cluster = cluster("record");
        pod(cluster);
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("record-master")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        assertThatThrownBy(() -> keeper().own(cluster, ClusterRef.of(cluster), APPLICATION))
                .isInstanceOf(Obstruction.class);
    }

    @Test
    void aDeletedPasswordOfTheApplicationComesBackAsItWas() throws Obstruction {
        HaRedisCluster cluster = cluster("app-again");
        ClusterRef ref = ClusterRef.of(cluster);
        SecretsKeeper keeper = keeper();
        Optional<String> before = keeper.application(cluster, ref);
        keeper.own(cluster, ref, before);
        runs(cluster);
        client.resource(AuthSecret.of(cluster, "")).delete();
        assertThat(keeper.application(cluster, ref)).isEqualTo(before);
        assertThat(AuthSecret.password(
                        client.resource(AuthSecret.of(cluster, "")).get()))
                .isEqualTo(before);
    }

    @Test
    void aLostPasswordOfTheApplicationIsNotMadeAnewWhileAServerHasIt() throws Obstruction {
        HaRedisCluster cluster = cluster("app-lost");
        ClusterRef ref = ClusterRef.of(cluster);
        keeper().own(cluster, ref, APPLICATION);
        Pod pod = runs(cluster);
        assertThatThrownBy(() -> keeper().application(cluster, ref))
                .isInstanceOf(Obstruction.class)
                .hasMessageContaining("Secret app-lost-auth is gone")
                .hasMessageContaining("under the key 'password' and with the label haredis.io/cluster=app-lost");
        assertThat(client.resource(AuthSecret.of(cluster, "")).get()).isNull();

        client.resource(pod).withGracePeriod(0).delete();
        assertThat(keeper().application(cluster, ref)).isPresent();
    }

    @Test
    void whatTheMessageOfALostPasswordSaysIsEnough() throws Obstruction {
        HaRedisCluster cluster = cluster("app-put-back");
        ClusterRef ref = ClusterRef.of(cluster);
        keeper().own(cluster, ref, APPLICATION);
        runs(cluster);
        Secret byHand = new SecretBuilder()
                .withNewMetadata()
                .withName("app-put-back-auth")
                .withNamespace("default")
                .addToLabels("haredis.io/cluster", "app-put-back")
                .endMetadata()
                .addToStringData("password", "another")
                .build();
        client.resource(byHand).create();
        assertThat(keeper().application(cluster, ref)).contains("another");
        assertThat(ref.owns(client.resource(byHand).get())).isTrue();
    }

    @Test
    void aPasswordThatNoServerCanHaveIsMadeThoughServersRun() throws Obstruction {
        HaRedisCluster open = cluster("app-open");
        keeper().own(open, ClusterRef.of(open), Optional.empty());
        runs(open);
        assertThat(keeper().application(open, ClusterRef.of(open))).isPresent();

        HaRedisCluster given = cluster("app-given", "{replicas: 3, auth: {secretName: mine}}");
        ClusterRef ref = ClusterRef.of(given);
        keeper().own(given, ref, APPLICATION);
        runs(given);
        HaRedisCluster generated = client.resource(given).edit(cluster -> {
            cluster.setSpec(HaRedisClusterSpec.DEFAULT);
            return cluster;
        });
        assertThat(keeper().application(generated, ref)).isPresent();
    }

    private static Pod pod(HaRedisCluster cluster) {
        return client.resource(NodePod.of(cluster, 0)).create();
    }

    private static Pod runs(HaRedisCluster cluster) {
        return client.resource(pod(cluster))
                .editStatus(p -> new PodBuilder(p)
                        .editStatus()
                        .withPhase("Running")
                        .addNewContainerStatus()
                        .withName(Names.CONTAINER)
                        .withImage("redis")
                        .withImageID("")
                        .withReady(true)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewRunning()
                        .endRunning()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
    }

    private static Secret restore(HaRedisCluster cluster) {
        return client.resource(OperatorSecret.of(cluster, RESTORED, APPLICATION))
                .forceConflicts()
                .serverSideApply();
    }

    private static Optional<Passwords> passwords(Secret secret) {
        return OperatorSecret.passwords(
                Objects.requireNonNull(client.resource(secret).get()));
    }

    private static Applier applier() {
        return new Applier(client, new Inventory(client, Set.of()));
    }

    private static SecretsKeeper keeper() {
        Inventory inventory = new Inventory(client, Set.of());
        return new SecretsKeeper(client, inventory, new Applier(client, inventory));
    }

    private static HaRedisCluster cluster(String name) {
        return cluster(name, "{replicas: 3}");
    }

    private static HaRedisCluster cluster(String name, String spec) {
        String yaml = "apiVersion: haredis.io/v1alpha1\nkind: HaRedisCluster\nmetadata: {name: " + name
                + ", namespace: default}\nspec: " + spec;
        return client.resource(Serialization.unmarshal(yaml, HaRedisCluster.class))
                .create();
    }
}
