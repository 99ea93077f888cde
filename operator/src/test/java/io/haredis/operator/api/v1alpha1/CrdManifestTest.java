package io.haredis.operator.api.v1alpha1;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdManifestTest {
    private static final String MANIFEST = CrdManifest.generate();
    private static final CustomResourceDefinition CRD =
            Serialization.unmarshal(MANIFEST, CustomResourceDefinition.class);

    @Test
    void theCommittedFileIsWhatTheTypesSay() throws IOException {
        if (Boolean.getBoolean("haredis.write")) {
            Files.createDirectories(CrdManifest.FILE.getParent());
            Files.writeString(CrdManifest.FILE, MANIFEST);
        }
        assertThat(CrdManifest.FILE).exists();
        assertThat(Files.readString(CrdManifest.FILE))
                .as(
                        "%s is not what the types in api.v1alpha1 say: run make manifests and commit the result",
                        CrdManifest.FILE)
                .isEqualTo(MANIFEST);
    }

    @Test
    void everyFieldHasADescription() {
        List<String> without = new ArrayList<>();
        collectUndescribed(
                "", CRD.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(), without);
        assertThat(without).isEmpty();
    }

    @Test
    void isTakenAwayByHandOnly() {
        assertThat(CRD.getMetadata().getAnnotations()).containsAllEntriesOf(CrdManifest.KEEP);
    }

    /** {@code kubectl delete all --all} would delete clusters, and their volumes, with it. */
    @Test
    void isInNoCategory() {
        assertThat(CRD.getSpec().getNames().getCategories()).isEmpty();
    }

    @Test
    void columnsStandInTheOrderOneReadsThem() {
        assertThat(CRD.getSpec().getVersions().getFirst().getAdditionalPrinterColumns())
                .extracting(column -> column.getName())
                .containsExactly("Phase", "Master", "Ready", "Synced", "Epoch", "Last Failover", "Age");
    }

    @Test
    void refusesOwnedDirectivesInEitherSpelling() {
        assertThat(OwnedDirectives.names())
                .contains("bind", "replicaof", "slaveof", "requirepass")
                .hasSizeGreaterThan(45);
        assertThat(OwnedDirectives.refusal("ReplicaOf"))
                .contains("spec.config.replicaof is set by the operator itself", "remove it");
        assertThat(OwnedDirectives.refusal("appendonly")).endsWith("use spec.persistence");
        assertThat(OwnedDirectives.refusal("maxmemory")).isEmpty();
    }

    @Test
    void everyNumberAndQuantityOfTheSpecHasBounds() {
        List<String> without = new ArrayList<>();
        JSONSchemaProps root =
                CRD.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        collectUnbounded("spec", requireNonNull(root.getProperties().get("spec")), without);
        assertThat(without).isEmpty();
    }

    private static void collectUnbounded(String path, JSONSchemaProps schema, List<String> without) {
        boolean number = "integer".equals(schema.getType()) || "number".equals(schema.getType());
        boolean either = Boolean.TRUE.equals(schema.getXKubernetesIntOrString());
        boolean ranged = schema.getMinimum() != null && schema.getMaximum() != null;
        if ((number && !ranged) || (either && !ranged && schema.getPattern() == null)) {
            without.add(path);
        }
        if (schema.getItems() != null) {
            collectUnbounded(path + "[]", schema.getItems().getSchema(), without);
        }
        if (schema.getAdditionalProperties() != null) {
            collectUnbounded(path + ".*", schema.getAdditionalProperties().getSchema(), without);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> collectUnbounded(path + "." + name, property, without));
        }
    }

    private static void collectUndescribed(String path, JSONSchemaProps schema, List<String> without) {
        JSONSchemaProps object =
                schema.getItems() == null ? schema : schema.getItems().getSchema();
        if (object.getProperties() == null) {
            return;
        }
        object.getProperties().forEach((name, property) -> {
            if (property.getDescription() == null || property.getDescription().isBlank()) {
                without.add(path + "." + name);
            }
            collectUndescribed(path + "." + name, property, without);
        });
    }
}
