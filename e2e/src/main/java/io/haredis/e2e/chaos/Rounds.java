package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.e2e.Operators;
import io.haredis.e2e.Poll;
import io.haredis.e2e.history.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One fault after the other, and each time the wait until all is well again. */
final class Rounds {
    static final int OPERATORS = 2;
    private static final Duration TO_RECOVER = Duration.ofMinutes(2);
    private static final Duration TO_BE_REPLACED = Duration.ofSeconds(30);
    private static final double ALL_TARGETS = 0.6;

    private final KubernetesClient kubernetes;
    private final List<Ward> wards;
    private final Random random;

    Rounds(KubernetesClient kubernetes, List<Ward> wards, long seed) {
        this.kubernetes = kubernetes;
        this.wards = wards;
        this.random = new Random(seed);
    }

    /**
     * Until the time is over, so many faults were tried, or one was not recovered from, which its span says. Throws if all
     * is not well at first.
     */
    void run(long deadline, int most) {
        beginWell();
        boolean well = true;
        for (int number = 1; well && number <= most && System.nanoTime() < deadline; number++) {
            well = strike(number, Faults.draw(random), targets());
        }
    }

    /** A single fault on these, from a time when all is well; true if it is again. */
    boolean single(Fault fault, List<Patient> targets) {
        beginWell();
        return strike(1, fault, targets);
    }

    private void beginWell() {
        if (!isWellInTime(System.nanoTime())) {
            throw new IllegalStateException("not all is well before the first fault");
        }
    }

    private boolean strike(int number, Fault fault, List<Patient> targets) {
        Duration hold = fault.hold(random);
        Scene.Aims aims = new Scene.Aims();
        Scene scene =
                new Scene(kubernetes, targets, wards.stream().map(Ward::patient).toList(), random);
        Shot shot = fault.aim().apply(scene, aims);
        Map<String, Long> before = epochs();
        long struck = System.nanoTime();
        try {
            shot.fire().run();
            Poll.pause(hold);
        } finally {
            shot.heal().run();
        }
        long healed = System.nanoTime();
        awaitReplaced(aims, before);
        boolean well = isWellInTime(healed);
        long wellAt = System.nanoTime();
        Map<String, Long> after = well ? epochs() : before;
        boolean stays = well && renewed();
        wards.forEach(ward -> {
            Patient patient = ward.patient();
            long epoch = before.getOrDefault(patient.name(), 0L);
            ward.add(new Span(
                    number,
                    fault.name(),
                    aims.expected(patient),
                    struck,
                    healed,
                    epoch,
                    after.getOrDefault(patient.name(), epoch),
                    stays));
        });
        System.out.printf(
                "chaos: %3d %-42s %-12s held %5d ms, %swell after %5d ms, epochs %s -> %s%n",
                number,
                fault.name(),
                targets.stream().map(Patient::name).toList(),
                hold.toMillis(),
                stays ? "" : "NOT ",
                (wellAt - healed) / 1_000_000,
                before,
                after);
        return stays;
    }

    /**
     * A pod that is deleted by force is gone at once, its server only seconds later: until then all may look as it did. Who
     * is not replaced in this time never is, says the checker.
     */
    private void awaitReplaced(Scene.Aims aims, Map<String, Long> before) {
        Poll.until(
                TO_BE_REPLACED,
                () -> wards.stream()
                        .map(Ward::patient)
                        .filter(patient -> aims.expected(patient).change() == Span.Change.MUST)
                        .allMatch(patient -> patient.epoch() > before.getOrDefault(patient.name(), 0L)));
    }

    private List<Patient> targets() {
        List<Patient> all = wards.stream().map(Ward::patient).toList();
        int chosen = random.nextInt(all.size());
        return random.nextDouble() < ALL_TARGETS ? all : List.of(all.get(chosen));
    }

    private Map<String, Long> epochs() {
        Map<String, Long> epochs = new HashMap<>();
        wards.forEach(ward -> epochs.put(ward.patient().name(), ward.patient().epoch()));
        return epochs;
    }

    private boolean isWellInTime(long notBefore) {
        Operators operators = new Operators(kubernetes);
        return Poll.until(
                TO_RECOVER,
                () -> wards.stream().allMatch(ward -> ward.isWell(notBefore)) && operators.areReady(OPERATORS));
    }

    /** New pods for those that were restarted: the kubelet would put off their next restart longer and longer. */
    private boolean renewed() {
        Operators operators = new Operators(kubernetes);
        List<Pod> restarted = new ArrayList<>();
        wards.forEach(ward -> restarted.addAll(ward.patient().restarted()));
        operators.pods().stream()
                .filter(pod -> pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getRestartCount() > 0))
                .forEach(restarted::add);
        for (Pod pod : restarted) {
            kubernetes.resource(pod).withGracePeriod(1).delete();
        }
        return Poll.until(
                        TO_RECOVER,
                        () -> wards.stream()
                                .allMatch(ward -> restarted.stream()
                                        .filter(pod -> isOf(ward, pod))
                                        .allMatch(pod -> ward.patient().isReplaced(pod))))
                && isWellInTime(System.nanoTime());
    }

    private static boolean isOf(Ward ward, Pod pod) {
        return ward.patient().name().equals(pod.getMetadata().getLabels().get("haredis.io/cluster"));
    }
}
