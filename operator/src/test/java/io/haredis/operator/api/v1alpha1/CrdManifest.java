package io.haredis.operator.api.v1alpha1;

import static java.util.Objects.requireNonNull;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Generates the CustomResourceDefinition from the annotated types, and puts right what the generator leaves open. */
final class CrdManifest {
    /** The committed file. */
    static final Path FILE = Path.of("../crds/haredisclusters.haredis.io.yaml");

    private static final String HEADER =
            "# Generated from io.haredis.operator.api.v1alpha1 by `make manifests`: do not edit.\n";
    private static final List<String> COLUMNS =
            List.of("Phase", "Master", "Ready", "Synced", "Epoch", "Last Failover", "Age");

    /** Where Kubernetes' own types stand in our schema, and where Kubernetes documents them. */
    private static final Map<String, String> EMBEDDED = Map.of(
            "spec.imagePullSecrets", "pod.spec.imagePullSecrets",
            "spec.resources", "pod.spec.containers.resources",
            "spec.podTemplate.affinity", "pod.spec.affinity",
            "spec.podTemplate.tolerations", "pod.spec.tolerations",
            "spec.podTemplate.topologySpreadConstraints", "pod.spec.topologySpreadConstraints",
            "spec.podTemplate.securityContext", "pod.spec.securityContext",
            "spec.podTemplate.containers", "pod.spec.containers");

    /** With the definition every cluster goes, and its data: no tool takes it away because it is no longer in a source. */
    static final Map<String, String> KEEP = new TreeMap<>(Map.of(
            "argocd.argoproj.io/sync-options", "Prune=false,Delete=false",
            "helm.sh/resource-policy", "keep",
            "kustomize.toolkit.fluxcd.io/prune", "disabled"));

    private CrdManifest() {}

    static String generate() {
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        new CRDGenerator()
                .customResourceClasses(HaRedisCluster.class)
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new Finish())
                .withOutput(new Memory(yaml))
                .generate();
        String text = yaml.toString(StandardCharsets.UTF_8);
        return HEADER + text.substring(text.indexOf("apiVersion:"));
    }

    private record Memory(ByteArrayOutputStream bytes) implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
        @Override
        public ByteArrayOutputStream outputFor(String crdName) {
            return bytes;
        }

        @Override
        public void close() {}
    }

    private static final class Finish implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
            crd.getMetadata().setAnnotations(KEEP);
            CustomResourceDefinitionVersion version =
                    ((CustomResourceDefinition) crd).getSpec().getVersions().getFirst();
            version.getAdditionalPrinterColumns()
                    .sort(Comparator.comparing(
                            CustomResourceColumnDefinition::getName, Comparator.comparing(COLUMNS::indexOf)));
            JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
            root.setDescription(
                    "A Redis of several nodes, of which exactly one is master; a new one is elected when it is lost.");
            root.setRequired(List.of("spec"));
            at(root, "spec").setDescription("What you want.");
            JSONSchemaProps status = at(root, "status");
            status.setDescription("What was last observed.");
            mapKeyedBy(at(status, "conditions"), "type");
            mapKeyedBy(at(status, "nodes"), "pod");
            onceEach(root);
            config(at(root, "spec.config"));
            JSONSchemaProps containers = at(root, "spec.podTemplate.containers");
            mapKeyedBy(containers, "name");
            JSONSchemaProps container = containers.getItems().getSchema();
            container.setRequired(List.of("image", "name"));
            at(container, "name").setMaxLength(63L);
            EMBEDDED.forEach((path, documented) -> describe(at(root, path), documented));
            SchemaBounds.add(at(root, "spec"));
            return crd;
        }
    }

    private static void config(JSONSchemaProps config) {
        config.getAdditionalProperties().getSchema().setMaxLength(512L);
        List<ValidationRule> rules = new ArrayList<>(config.getXKubernetesValidations());
        for (String name : OwnedDirectives.names()) {
            rules.add(new ValidationRuleBuilder()
                    .withRule("!('" + name + "' in self)")
                    .withMessage(OwnedDirectives.refusal(name))
                    .build());
        }
        config.setXKubernetesValidations(rules);
    }

    /** The generator reads a rule from a record's field and again from its accessor. */
    private static void onceEach(JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() != null) {
            schema.setXKubernetesValidations(List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(CrdManifest::onceEach);
        }
    }

    /** Else two field managers would fight for the whole list; it also refuses an entry given twice. */
    private static void mapKeyedBy(JSONSchemaProps list, String key) {
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of(key));
    }

    private static JSONSchemaProps at(JSONSchemaProps root, String path) {
        JSONSchemaProps schema = root;
        for (String name : path.split("\\.", -1)) {
            schema = requireNonNull(schema.getProperties().get(name), path);
        }
        return schema;
    }

    private static void describe(JSONSchemaProps schema, String documented) {
        JSONSchemaProps object =
                schema.getItems() == null ? schema : schema.getItems().getSchema();
        if (object.getProperties() == null) {
            return;
        }
        object.getProperties().forEach((name, property) -> {
            String path = documented + "." + name;
            property.setDescription("As in Kubernetes: kubectl explain " + path);
            describe(property, path);
        });
    }
}
