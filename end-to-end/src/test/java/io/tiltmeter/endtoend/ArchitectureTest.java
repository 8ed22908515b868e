package io.tiltmeter.endtoend;

import static com.tngtech.archunit.base.DescribedPredicate.not;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of docs/architecture.md, held against the compiled classes of every module. */
class ArchitectureTest {
    private static final List<String> MODULES = List.of(
            "contracts",
            "service-kit",
            "embedded-stack",
            "language-model",
            "dataset-service",
            "trainer-service",
            "evaluator-service",
            "results-service",
            "quickstart",
            "benchmarks");
    private static final Map<String, List<String>> SCIENCE_OF_SERVICE = Map.of(
            "dataset",
            List.of("lab", "mixture", "augmentation", "labeling", "parquet", "source", "filter", "suite"),
            "trainer",
            List.of("finetuning"),
            "evaluator",
            List.of("adoption", "evaluation", "scorer", "benchmark"),
            "results",
            List.of(
                    "comparison",
                    "curve",
                    "flip",
                    "harness",
                    "imports",
                    "parquet",
                    "slice",
                    "statistics",
                    "verdict",
                    "warning"));
    private static final String[] SCIENCE = SCIENCE_OF_SERVICE.entrySet().stream()
            .flatMap(rooms -> rooms.getValue().stream().map(room -> science(rooms.getKey(), room)))
            .toArray(String[]::new);

    /** Rooms whose work is to read or write other people's files, and the libraries that they do it with. */
    private static final Map<String, List<String>> FILES_WITH = Map.of(
            science("dataset", "parquet"), List.of("java.sql.."),
            science("dataset", "source"), List.of("com.fasterxml.jackson.databind.."),
            science("dataset", "suite"), List.of("com.fasterxml.jackson.databind.."),
            science("evaluator", "adoption"), List.of("com.fasterxml.jackson.databind.."),
            science("results", "harness"), List.of("com.fasterxml.jackson.databind.."),
            science("results", "parquet"), List.of("java.sql.."));

    private static final String[] DJL = {"ai.djl.."};

    private static JavaClasses house;

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
            throw new IllegalStateException("build the whole house first: mvn package; not compiled: " + missing);
        }
        house = new ClassFileImporter().importPaths(classes);
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
                .because("services talk by events only")
                .check(house);
    }

    private static String science(String service, String room) {
        return "io.tiltmeter." + service + "." + room + "..";
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceHasTheSameRooms(String service) {
        String root = "io.tiltmeter." + service;
        List<String> rooms = new ArrayList<>(List.of(root + ".api..", root + ".store.."));
        SCIENCE_OF_SERVICE.get(service).forEach(room -> rooms.add(science(service, room)));
        classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(rooms.toArray(String[]::new))
                .because("a reader who opens any service finds the same rooms")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage(root + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".api..")
                .check(house);
    }

    @Test
    void contractsNeedOnlyTheJdkAndJacksonAnnotations() {
        classes()
                .that()
                .resideInAPackage("io.tiltmeter.contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.tiltmeter.contracts..", "java..", "com.fasterxml.jackson.annotation..")
                .check(house);
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
                .because("plumbing knows artifacts, faults and event types, and no run, suite or mixture")
                .check(house);
    }

    static List<String> scienceRooms() {
        return Stream.of(SCIENCE).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("scienceRooms")
    void scienceKnowsNoContainerBrokerOrDatabase(String room) {
        List<String> barred = new ArrayList<>(List.of(
                "io.quarkus..",
                "jakarta..",
                "org.apache.kafka..",
                "io.smallrye..",
                "org.eclipse.microprofile..",
                "java.sql..",
                "org.jdbi..",
                "com.fasterxml.jackson.databind..",
                "io.tiltmeter.servicekit..",
                "io.tiltmeter.*.api..",
                "io.tiltmeter.*.store.."));
        barred.removeAll(FILES_WITH.getOrDefault(room, List.of()));
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(barred.toArray(String[]::new))
                .check(house);
    }

    @Test
    void onlyTheLanguageModelTouchesTensors() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tiltmeter.languagemodel..", "io.tiltmeter.benchmarks..", "ai.djl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DJL)
                .check(house);
    }

    @Test
    void datasetAndResultsServiceLoadNoModel() {
        noClasses()
                .that()
                .resideInAnyPackage("io.tiltmeter.dataset..", "io.tiltmeter.results..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tiltmeter.languagemodel..", "ai.djl..")
                .check(house);
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
                .check(house);
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
                .check(house);
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
                .check(house);
    }

    @Test
    void noRoomIsNamedForNothing() {
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
                .check(house);
    }
}
