package io.haredis.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Images;
import io.haredis.e2e.Lab;
import io.haredis.e2e.Operators;
import io.haredis.e2e.Poll;
import io.haredis.e2e.Reach;
import io.haredis.e2e.history.Checker;
import io.haredis.e2e.history.History;
import io.haredis.e2e.history.Losses;
import io.haredis.e2e.history.Span;
import io.haredis.e2e.history.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two clusters of the local Kubernetes, {@code Async} and {@code Quorum}, for one test class. Every fault strikes both
 * under clients of their own, and the checker judges what they recorded.
 */
final class Theatre implements BeforeAllCallback, AfterAllCallback {
    private static final long SEED = 1;
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    /** So many writes that must be kept, before anything is broken. */
    private static final int TO_LOSE = 50;

    private final String namespace;
    private @Nullable KubernetesClient client;
    private @Nullable Hospital hospital;
    private List<Patient> patients = List.of();
    private int runs;

    Theatre(String name) {
        this.namespace = "e2e-" + name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Lab.assumeLocalCluster();
        client = Chaos.impatient();
        new Operators(kubernetes()).awaitReady(Rounds.OPERATORS);
        hospital = new Hospital(kubernetes(), namespace);
        patients = hospital.open(Images.usual(Reach.LOCAL));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (hospital != null) {
            hospital.close();
        }
        if (client != null) {
            client.close();
        }
    }

    KubernetesClient kubernetes() {
        return Objects.requireNonNull(client);
    }

    /** The one of the default durability. */
    Patient async() {
        return patients.getFirst();
    }

    Patient quorum() {
        return patients.getLast();
    }

    /** Strikes both, and returns their histories after the checker found nothing in them. */
    List<History> judge(Fault fault) {
        List<History> histories = new ArrayList<>();
        boolean well = strike(fault, histories);
        for (History history : histories) {
            print(history);
            assertThat(Checker.check(history)).as(history.cluster()).isEmpty();
            assertThat(history.writes())
                    .as("acknowledged after the fault, " + history.cluster())
                    .anyMatch(write -> write.isAcknowledged()
                            && write.sent() > history.spans().getFirst().healed());
        }
        assertThat(well).as("all is well after the fault").isTrue();
        return histories;
    }

    private boolean strike(Fault fault, List<History> histories) {
        String run = "run" + ++runs;
        List<Ward> wards = new ArrayList<>();
        try {
            patients.forEach(patient -> wards.add(Ward.open(kubernetes(), patient, run)));
            wards.forEach(ward -> Poll.require("writes to lose", AT_MOST, () -> ward.kept() > TO_LOSE));
            return new Rounds(kubernetes(), wards, SEED).single(fault, patients);
        } finally {
            wards.forEach(ward -> histories.add(ward.finish()));
        }
    }

    private static void print(History history) {
        assertThat(history.spans()).as("the cluster is well before the fault").isNotEmpty();
        Span span = history.spans().getFirst();
        System.out.printf(
                "figure: %s, %s: epoch %d -> %d, %s, lost %d%n",
                span.fault(),
                history.cluster(),
                span.epochBefore(),
                span.epochAfter(),
                new Timings(history).of(0),
                Losses.of(history).size());
    }
}
