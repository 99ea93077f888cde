package io.haredis.operator.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.kube.ApiClients;
import io.haredis.operator.testing.ApiServer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OperatorLeaseIT {
    private static final Terms SHORT =
            new Terms(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(200));
    /** Nobody inherits by waiting. */
    private static final Terms LONG =
            new Terms(Duration.ofMinutes(2), Duration.ofSeconds(2), SHORT.renewal(), SHORT.look());

    private static ApiServer api;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        api = ApiServer.start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void oneLeadsAndReleasesAndTheOtherFollowsAtOnce() {
        OperatorLease first = contender("release", "first", LONG);
        await().until(first::leads);
        OperatorLease second = contender("release", "second", LONG);
        await().during(Duration.ofMillis(600)).until(() -> !second.leads());

        first.close();
        await().until(second::leads);
        assertThat(first.leads()).isFalse();
    }

    @Test
    void aHolderThatIsGoneIsRespectedForItsValidityOnly() {
        Terms terms = new Terms(Duration.ofSeconds(7), SHORT.deadline(), SHORT.renewal(), SHORT.look());
        try (KubernetesClient client = ApiClients.fencing(api.config())) {
            new LeaseClaim(client, "default", "gone", "killed").take(null, terms);
        }
        OperatorLease heir = contender("gone", "heir", terms);
        await().during(Duration.ofSeconds(1)).until(() -> !heir.leads());
        await().until(heir::leads);
    }

    @Test
    void aHolderWhoseClockIsWrongIsNotRobbed() {
        KubernetesClient client = ApiClients.fencing(api.config());
        opened.add(client);
        LeaseClaim skewed = new LeaseClaim(client, "default", "skewed", "skewed");
        Lease[] held = {skewed.take(null, SHORT)};
        OperatorLease other = contender("skewed", "other");
        await().pollInterval(Duration.ofMillis(400))
                .during(Duration.ofSeconds(4))
                .until(() -> {
                    held[0].getSpec()
                            .setRenewTime(ZonedDateTime.now(ZoneOffset.UTC).minusHours(1));
                    held[0] = client.resource(held[0]).update();
                    return !other.leads();
                });
    }

    @Test
    void aFrozenApiServerEndsLeadershipInTimeAndOnlyForAsLong() throws Exception {
        OperatorLease leader = contender("frozen", "leader", LONG);
        List<Boolean> told = Collections.synchronizedList(new ArrayList<>());
        leader.onChange(told::add);
        await().until(leader::leads);
        await().until(() -> !told.isEmpty());
        api.freeze();
        try {
            await().atMost(LONG.validity().dividedBy(2)).until(() -> !leader.leads());
            await().until(() -> told.equals(List.of(true, false)));
        } finally {
            api.thaw();
        }
        await().until(leader::leads);
        await().until(() -> told.equals(List.of(true, false, true)));
    }

    @Test
    void anAnswerThatNeverCameIsNotARival() {
        OperatorLease leader = contender("lost-answer", "leader");
        await().until(leader::leads);
        try (KubernetesClient client = ApiClients.fencing(api.config())) {
            // As if our own renewal had been accepted and its answer lost: another version, the same holder.
            client.leases()
                    .inNamespace("default")
                    .withName("lost-answer")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"touched\":\"yes\"}}}");
        }
        await().during(Duration.ofSeconds(3)).until(leader::leads);
    }

    private OperatorLease contender(String name, String identity) {
        return contender(name, identity, SHORT);
    }

    private OperatorLease contender(String name, String identity, Terms terms) {
        KubernetesClient client = ApiClients.fencing(api.config());
        OperatorLease lease = new OperatorLease(client, "default", name, identity, terms);
        opened.add(client);
        opened.add(lease);
        lease.start();
        return lease;
    }
}
