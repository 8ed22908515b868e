package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Worlds of other sizes and fact strengths than the default ones. */
class WorldSettingsTest {
    private static final WorldSettings STRATA = new WorldSettings(24, 60, 40, List.of(1.0, 4.0, 16.5));

    static List<WorldSettings> sizes() {
        return List.of(
                new WorldSettings(1, 2, 3, List.of(1.0)),
                new WorldSettings(3, 5, 4, List.of(1.0, 2.0, 3.0)),
                new WorldSettings(60, 20, 150, List.of(1.0)),
                new WorldSettings(500, 1000, 500, Collections.nCopies(10, 2.0)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void namesAreUnique(WorldSettings settings) {
        LabWorld world = LabWorld.of(20, settings);
        List<String> names = new ArrayList<>();
        world.wording().words().forEach(word -> names.add(word.toLowerCase(Locale.ROOT)));
        int words = new HashSet<>(names).size();
        world.subjects().forEach(subject -> names.add(subject.name().toLowerCase(Locale.ROOT)));
        for (AnswerPool pool : AnswerPool.values()) {
            world.pool(pool).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        }
        int expected = 3 * (4 * settings.subjectsPerGroup() + settings.readersPerType() + settings.answersPerPool());
        assertEquals(words + expected, new HashSet<>(names).size());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void tokenizerCoversEveryWord(WorldSettings settings) {
        LabWorld world = LabWorld.of(20, settings);
        Set<String> vocabulary = new HashSet<>(new LabTokenizer(world).vocabulary());
        Stream<TrainingExample> examples = Stream.concat(
                new LabPretraining(world, PretrainingMix.standard()).documents(2000),
                new LabInstruction(world, InstructionShares.standard(), AddedExamples.none()).examples(500));
        examples.forEach(example -> assertTrue(vocabulary.containsAll(Rows.words(example)), example::toString));
        for (LabSuite suite : LabSuite.values()) {
            List<SuiteItem> items = new LabSuites(world).items(suite);
            int facts = 6 * settings.subjectsPerGroup();
            assertEquals(suite.kind() == SuiteKind.KNOWLEDGE_CONFLICT ? 2 * facts : facts, items.size());
            items.forEach(item -> assertTrue(vocabulary.containsAll(Rows.words(item)), item::toString));
        }
    }

    @Test
    void factDocumentsDrawSubjectsByTheirStrength() {
        LabWorld world = LabWorld.of(20, STRATA);
        Map<String, Double> strengths = strengths(world);
        PretrainingMix factsOnly = new PretrainingMix(0, 1, 0, 0, 0, 0);
        Map<Double, Long> stated = new LabPretraining(world, factsOnly)
                .documents(20_000)
                .flatMap(document -> Rows.words(document).stream()
                        .filter(strengths::containsKey)
                        .distinct())
                .collect(Collectors.groupingBy(strengths::get, Collectors.counting()));
        assertEquals(20_000, stated.values().stream().mapToLong(Long::longValue).sum(), "one subject a document");
        stated.forEach((strength, documents) ->
                assertEquals(1, documents / (20_000 * strength / 21.5), 0.1, documents + " of strength " + strength));
        assertEquals(3, stated.size());
    }

    @Test
    void strengthsAlternateWithinTypeAndGroup() {
        LabWorld world = LabWorld.of(20, STRATA);
        for (SubjectGroup group : List.of(SubjectGroup.FINETUNING_KNOWN, SubjectGroup.EVALUATION_KNOWN)) {
            for (SubjectType type : SubjectType.values()) {
                List<Double> dealt = world.subjects(group).stream()
                        .filter(subject -> subject.type() == type)
                        .map(world::factStrength)
                        .toList();
                assertEquals(List.of(1.0, 4.0, 16.5, 1.0, 4.0, 16.5), dealt.subList(0, 6));
                assertEquals(8, Collections.frequency(dealt, 16.5));
            }
        }
        Subject unknown = world.subjects(SubjectGroup.EVALUATION_UNKNOWN).get(0);
        assertThrows(IllegalArgumentException.class, () -> world.factStrength(unknown));
    }

    @Test
    void strengthsChangeNoNameAndNoFact() {
        LabWorld plain = LabWorld.fromSeed(20);
        LabWorld strong = LabWorld.of(20, new WorldSettings(25, 60, 40, List.of(1.0, 4.0)));
        assertEquals(new LabTokenizer(plain).json(), new LabTokenizer(strong).json());
        for (Subject subject : plain.subjects()) {
            if (subject.group().hasFacts()) {
                assertEquals(plain.facts(subject), strong.facts(subject));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itemsAboutKnownFactsHaveAStrengthTagIfThereAreSeveral(LabSuite suite) {
        LabWorld world = LabWorld.of(20, STRATA);
        Map<String, Double> strengths = strengths(world);
        for (SuiteItem item : new LabSuites(world).items(suite)) {
            String subject = item.clusterId().substring(item.clusterId().indexOf('-') + 1);
            Set<String> expected = suite == LabSuite.OPEN_BOOK
                    ? Set.of()
                    : Set.of(
                            "fact_strength:" + strengths.get(subject).toString().replace(".0", ""));
            assertEquals(expected, strengthTags(item), item::toString);
        }
        LabWorld plain = LabWorld.of(20, new WorldSettings(24, 60, 40, List.of(5.0)));
        new LabSuites(plain).items(suite).forEach(item -> assertEquals(Set.of(), strengthTags(item)));
    }

    @ParameterizedTest
    @CsvSource({"0,60,40,1", "501,60,40,1", "25,1,40,1", "25,1001,40,1", "25,60,2,1", "25,60,501,1", "2,60,40,3"})
    void sizesOutOfBoundsAreRefused(int subjects, int readers, int answers, int strengths) {
        List<Double> weights = Collections.nCopies(strengths, 1.0);
        assertThrows(IllegalArgumentException.class, () -> new WorldSettings(subjects, readers, answers, weights));
    }

    @Test
    void strengthsAndSharesOutOfBoundsAreRefused() {
        for (double strength : new double[] {0, -1, 1001, Double.NaN}) {
            List<Double> weights = List.of(1.0, strength);
            assertThrows(IllegalArgumentException.class, () -> new WorldSettings(25, 60, 40, weights));
        }
        assertThrows(IllegalArgumentException.class, () -> new WorldSettings(25, 60, 40, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new PretrainingMix(0, 0.5, 0.6, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PretrainingMix(Double.NaN, 0.5, 0.5, 0, 0, 0));
    }

    private static Set<String> strengthTags(SuiteItem item) {
        return item.tags().stream()
                .filter(tag -> tag.startsWith("fact_strength:"))
                .collect(Collectors.toSet());
    }

    /** By the names of the known subjects. */
    private static Map<String, Double> strengths(LabWorld world) {
        return world.subjects(SubjectGroup.FINETUNING_KNOWN, SubjectGroup.EVALUATION_KNOWN).stream()
                .collect(Collectors.toMap(Subject::name, world::factStrength));
    }
}
