package io.haredis.e2e.chaos;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.haredis.e2e.Images;
import io.haredis.e2e.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Breaks two clusters for some minutes. Arguments: the folder for the report, minutes, seed, and the most faults. The
 * operator must be installed in the local cluster. Ends with 1 if a promise was broken.
 */
public final class Chaos {
    private static final int REQUEST_MILLIS = 5000;
    private static final String NAMESPACE = "haredis-chaos";
    private static final String RUN = "chaos";

    private Chaos() {}

    /** The API server is one of the victims: no request may take long. */
    static KubernetesClient impatient() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withRequestTimeout(REQUEST_MILLIS)
                        .withConnectionTimeout(REQUEST_MILLIS)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int minutes = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        int most = Integer.parseInt(arguments[3]);
        if (Reach.fromEnvironment() != Reach.LOCAL) {
            throw new IllegalArgumentException("chaos cuts nodes off and needs the local cluster (CLUSTER=local)");
        }
        String image = Images.usual(Reach.LOCAL);
        System.out.println("chaos: " + minutes + " minutes, seed " + seed + ", " + image);
        Report report = new Report(seed, minutes, image);
        try (KubernetesClient kubernetes = impatient();
                Hospital hospital = new Hospital(kubernetes, NAMESPACE)) {
            List<Ward> wards = hospital.open(image).stream()
                    .map(patient -> Ward.open(kubernetes, patient, RUN))
                    .toList();
            Rounds rounds = new Rounds(kubernetes, wards, seed);
            try {
                rounds.run(System.nanoTime() + Duration.ofMinutes(minutes).toNanos(), most);
            } finally {
                wards.forEach(ward -> report.add(ward.finish()));
            }
        }
        System.exit(report.finish(folder.resolve("chaos-" + seed + ".json")) ? 0 : 1);
    }
}
