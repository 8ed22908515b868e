package io.tiltmeter.endtoend;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tiltmeter.contracts.event.EventType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of docs/architecture.md, held against the compiled classes of every module. */
class ArchitectureTest {
    private static final List<String> MODULES = List.of(
            "contracts",
            "answer-text",
            "service-kit",
            "embedded-stack",
            "service-test",
            "language-model",
            "dataset-service",
            "trainer-service",
            "evaluator-service",
            "results-service",
            "quickstart",
            "benchmarks");
    private static final Map<String, List<String>> SCIENCE_OF_SERVICE = Map.of(
            "dataset",
            List.of("facts", "lab", "mixture", "augmentation", "filter", "context", "source", "suite", "file", "hash"),
            "trainer",
            List.of("finetuning", "study"),
            "evaluator",
            List.of("adoption", "evaluation", "scorer", "benchmark"),
            "results",
            List.of(
                    "comparison",
                    "criterion",
                    "curve",
                    "flip",
                    "harness",
                    "imports",
                    "replicate",
                    "slice",
                    "statistics",
                    "theory",
                    "verdict",
                    "warning"));
    private static final String[] SCIENCE = SCIENCE_OF_SERVICE.entrySet().stream()
            .flatMap(packages -> packages.getValue().stream().map(name -> science(packages.getKey(), name)))
            .toArray(String[]::new);

    /** Packages that read or write files in other formats, and the libraries they use for it. */
    private static final Map<String, List<String>> FILES_WITH = Map.of(
            science("dataset", "file"), List.of("java.sql..", "com.fasterxml.jackson.databind.."),
            science("dataset", "source"), List.of("com.fasterxml.jackson.databind.."),
            science("dataset", "suite"), List.of("com.fasterxml.jackson.databind.."),
            science("evaluator", "adoption"), List.of("com.fasterxml.jackson.databind.."),
            science("evaluator", "benchmark"), List.of("com.fasterxml.jackson.databind.."),
            science("results", "harness"), List.of("com.fasterxml.jackson.databind.."));

    private static final String[] DJL = {"ai.djl.."};

    private static JavaClasses project;

    @BeforeAll
    static void readEveryModule() {
        List<Path> classes = MODULES.stream()
                .map(module -> Path.of("..", module, "target", "classes")
                        .toAbsolutePath()
                        .normalize())
                .toList();
        List<Path> missing =
                classes.stream().filter(path -> !Files.isDirectory(path)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("build the whole project first: mvn package; not compiled: " + missing);
        }
        project = new ClassFileImporter().importPaths(classes);
    }

    static List<String> services() {
        return SCIENCE_OF_SERVICE.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("services")
    void noServiceKnowsAnother(String service) {
        String[] others = services().stream()
                .filter(other -> !other.equals(service))
                .map(other -> "io.tiltmeter." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.tiltmeter." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services communicate by events only")
                .check(project);
    }

    private static String science(String service, String name) {
        return "io.tiltmeter." + service + "." + name + "..";
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceHasTheSamePackages(String service) {
        String root = "io.tiltmeter." + service;
        List<String> packages = new ArrayList<>();
        for (String layer : List.of("rest", "messaging", "application", "persistence")) {
            packages.add(root + "." + layer + "..");
        }
        if (service.equals("results")) {
            packages.add(root + ".export..");
        }
        SCIENCE_OF_SERVICE.get(service).forEach(name -> packages.add(science(service, name)));
        classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .because("every service has the same packages and its science")
                .check(project);
    }

    /** rest and messaging use application, which uses science and persistence; never the other way. */
    @ParameterizedTest
    @CsvSource({
        "rest, messaging",
        "messaging, rest",
        "application, rest messaging export",
        "export, rest messaging",
        "persistence, rest messaging application export"
    })
    void everyLayerUsesOnlyThoseBelowIt(String layer, String above) {
        noClasses()
                .that()
                .resideInAPackage("io.tiltmeter.*." + layer + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(Arrays.stream(above.split(" "))
                                .map(name -> "io.tiltmeter.*." + name + "..")
                                .toArray(String[]::new))
                        .and(not(resideInAPackage("io.tiltmeter.servicekit.."))))
                .allowEmptyShould(true)
                .check(project);
    }

    @Test
    void entitiesAndQueriesStayInPersistence() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .onlyHaveDependentClassesThat(
                        resideInAnyPackage("io.tiltmeter.*.persistence..", "io.tiltmeter.servicekit.."))
                .because("entities end with their transaction: others see records")
                .check(project);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.tiltmeter.*.persistence..", "io.tiltmeter.servicekit..", "io.tiltmeter.servicetest..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..")
                                .and(not(assignableTo("jakarta.persistence.PersistenceException"))))
                .because("repositories contain all queries; others only see that one failed")
                .check(project);
    }

    /** Files are read for sources and suites, contexts and classes of rows for filters, filters for mixtures; not the other way. */
    @ParameterizedTest
    @CsvSource({
        "file, source suite context filter augmentation mixture lab facts hash",
        "hash, file source suite context filter augmentation mixture lab facts",
        "source, suite context filter augmentation mixture lab facts",
        "context, suite filter augmentation mixture lab facts",
        "suite, source context filter augmentation mixture lab facts",
        "filter, augmentation mixture lab facts",
        "augmentation, filter mixture lab facts",
        "lab, facts"
    })
    void sciencePackagesOfDatasetsUseOnlyThoseBelowThem(String name, String above) {
        noClasses()
                .that()
                .resideInAPackage(science("dataset", name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Arrays.stream(above.split(" "))
                        .map(other -> science("dataset", other))
                        .toArray(String[]::new))
                .check(project);
    }

    @Test
    void contractsNeedOnlyTheJdkAndJacksonAnnotations() {
        classes()
                .that()
                .resideInAPackage("io.tiltmeter.contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.tiltmeter.contracts..", "java..", "com.fasterxml.jackson.annotation..")
                .check(project);
    }

    @Test
    void answerTextNeedsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.tiltmeter.answertext..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.tiltmeter.answertext..", "java..")
                .check(project);
    }

    @Test
    void theServiceKitKnowsNoDomainWord() {
        noClasses()
                .that()
                .resideInAPackage("io.tiltmeter.servicekit..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.tiltmeter..")
                        .and(not(resideInAnyPackage("io.tiltmeter.servicekit..", "io.tiltmeter.contracts")))
                        .and(not(type(EventType.class))))
                .because("what services share knows artifacts, faults and event types, and no run, suite or mixture")
                .check(project);
    }

    static List<String> sciencePackages() {
        return Stream.of(SCIENCE).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("sciencePackages")
    void scienceKnowsNoContainerBrokerOrDatabase(String name) {
        List<String> barred = new ArrayList<>(List.of(
                "io.quarkus..",
                "jakarta..",
                "org.apache.kafka..",
                "io.smallrye..",
                "org.eclipse.microprofile..",
                "java.sql..",
                "org.hibernate..",
                "com.fasterxml.jackson.databind..",
                "io.tiltmeter.servicekit..",
                "io.tiltmeter.*.rest..",
                "io.tiltmeter.*.messaging..",
                "io.tiltmeter.*.application..",
                "io.tiltmeter.*.persistence..",
                "io.tiltmeter.*.export.."));
        barred.removeAll(FILES_WITH.getOrDefault(name, List.of()));
        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(barred.toArray(String[]::new))
                .check(project);
    }

    @Test
    void onlyTheLanguageModelTouchesTensors() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tiltmeter.languagemodel..", "io.tiltmeter.benchmarks..", "ai.djl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DJL)
                .check(project);
    }

    @Test
    void datasetAndResultsServiceLoadNoModel() {
        noClasses()
                .that()
                .resideInAnyPackage("io.tiltmeter.dataset..", "io.tiltmeter.results..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tiltmeter.languagemodel..", "ai.djl..")
                .check(project);
    }

    @Test
    void eventsCarryReferencesAndNeverPathsOrBytes() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.tiltmeter.contracts.event..")
                .should()
                .haveRawType(Path.class)
                .orShould()
                .haveRawType(byte[].class)
                .orShould()
                .haveRawType(float[].class)
                .check(project);
    }

    @Test
    void scienceHasNoClockAndNoUnseededRandom() {
        noClasses()
                .that()
                .resideInAnyPackage(SCIENCE)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .because("chance comes from a seed handed in, never a clock")
                .check(project);
    }

    @Test
    void noStateIsStaticAndMutable() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.tiltmeter..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(project);
    }

    @Test
    void noPackageIsNamedForNothing() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(project);
    }
}
