package io.haredis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the client may depend on: no Kubernetes, and no operator. */
class ClientArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.haredis");

    @Test
    void theProtocolDependsOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.haredis.protocol..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.haredis.protocol..")
                .check(CLASSES);
    }

    @Test
    void theProtocolReadsNoClockAndStartsNoThread() {
        noClasses()
                .that()
                .resideInAPackage("io.haredis.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.time..", "java.util.concurrent..")
                .check(CLASSES);
    }

    @Test
    void theClientKnowsNoKubernetes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "io.haredis.operator..")
                .check(CLASSES);
    }
}
