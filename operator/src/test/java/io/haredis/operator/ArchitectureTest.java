package io.haredis.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.haredis.protocol.Rule;
import org.junit.jupiter.api.Test;

/** What may depend on what: CONTRIBUTING.md, "How the code is built". */
class ArchitectureTest {
    private static final String OPERATOR = "io.haredis.operator.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.haredis.operator");

    @Test
    void decidingIsPure() {
        classes()
                .that()
                .resideInAPackage(OPERATOR + "decide..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.haredis.protocol..", OPERATOR + "decide..")
                .check(CLASSES);
    }

    @Test
    void decidingHasNoClockNoThreadAndNoWire() {
        noClasses()
                .that()
                .resideInAPackage(OPERATOR + "decide..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio..", "java.util.concurrent..", "java.time.chrono..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|Instant|InstantSource|LocalDateTime|ZonedDateTime)")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void ofTheClientTheOperatorSeesTheProtocolAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.haredis.client..")
                .check(CLASSES);
    }

    @Test
    void onlyTheWireAndTheListenerKnowJedis() {
        noClasses()
                .that()
                .resideOutsideOfPackage(OPERATOR + "wire..")
                .and()
                .haveNameNotMatching("io\\.haredis\\.operator\\.observe\\.Listener(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("redis.clients..")
                .check(CLASSES);
    }

    @Test
    void theFailoverLoopKnowsNoKubernetes() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        OPERATOR + "decide..",
                        OPERATOR + "act..",
                        OPERATOR + "loop..",
                        OPERATOR + "wire..",
                        OPERATOR + "observe..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
                .check(CLASSES);
    }

    @Test
    void theWireKnowsOnlyWhatIsDecidedUpon() {
        noClasses()
                .that()
                .resideInAPackage(OPERATOR + "wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OPERATOR + "act..", OPERATOR + "loop..", OPERATOR + "observe..")
                .check(CLASSES);
    }

    @Test
    void thePackagesOfTheLoopHaveNoCycles() {
        JavaClasses loop = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(
                        OPERATOR + "decide",
                        OPERATOR + "act",
                        OPERATOR + "loop",
                        OPERATOR + "wire",
                        OPERATOR + "observe");
        slices().matching("io.haredis.operator.(*)..").should().beFreeOfCycles().check(loop);
    }

    /** The rules of the protocol are constant outside tests. */
    @Test
    void nobodySwitchesARuleOff() {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.haredis");
        noClasses().should().callMethod(Rule.class, "switchOff", boolean.class).check(all);
    }
}
