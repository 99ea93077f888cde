package io.haredis.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A folder a case: {@code in-cluster.yaml}, and in {@code out-*} every object made of it. With {@code
 * -Dharedis.write=true} the outputs are written instead of compared; read the difference before you commit it.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final Passwords PASSWORDS = new Passwords("operator-secret", "replication-secret");
    private static final String APPLICATION = "application-secret";

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void rendersWhatTheFolderSays(Path folder) throws IOException {
        HaRedisCluster cluster =
                Serialization.unmarshal(Files.readString(folder.resolve("in-cluster.yaml")), HaRedisCluster.class);
        assertThat(SpecReview.of(cluster.getSpec()).refused()).isEmpty();
        Map<String, String> rendered = rendered(cluster);
        if (Boolean.getBoolean("haredis.write")) {
            write(folder, rendered);
        }
        assertThat(outputs(folder)).containsExactlyEntriesOf(rendered);
    }

    private static Map<String, String> rendered(HaRedisCluster cluster) {
        boolean auth = cluster.getSpec().auth().enabled();
        Optional<String> application = auth ? Optional.of(APPLICATION) : Optional.empty();
        List<HasMetadata> objects = new ArrayList<>(Resources.of(cluster));
        if (cluster.getSpec().podDisruptionBudget().enabled()) {
            objects.add(DisruptionBudget.of(cluster, cluster.getSpec().replicas() - 1));
        }
        objects.add(OperatorSecret.of(cluster, PASSWORDS, application));
        if (AuthSecret.generated(cluster)) {
            objects.add(AuthSecret.of(cluster, APPLICATION));
        }
        objects.add(NodePod.of(cluster, 0));
        DataClaim.of(cluster, 0).ifPresent(objects::add);
        Map<String, String> files = new TreeMap<>();
        for (HasMetadata object : objects) {
            String name = object.getKind().toLowerCase(Locale.ROOT) + "-"
                    + object.getMetadata().getName();
            files.put("out-" + name + ".yaml", Serialization.asYaml(object));
        }
        files.put("out-users.conf", Users.text(PASSWORDS, application));
        return files;
    }

    private static Map<String, String> outputs(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.filter(GoldenTest::isOutput).toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.filter(GoldenTest::isOutput).toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static boolean isOutput(Path file) {
        return file.getFileName().toString().startsWith("out-");
    }
}
