package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabSuitesTest {
    private static final LabWorld WORLD = LabWorld.fromSeed(20);
    private static final LabSuites SUITES = new LabSuites(WORLD);
    private static final List<SuiteItem> CONFLICT = SUITES.items(LabSuite.CONFLICT);

    @ParameterizedTest
    @EnumSource
    void suiteHasItsSizeAndDistinctIds(LabSuite suite) {
        List<SuiteItem> items = SUITES.items(suite);
        assertEquals(suite.kind() == SuiteKind.KNOWLEDGE_CONFLICT ? 300 : 150, items.size());
        assertEquals(items.size(), items.stream().map(SuiteItem::id).distinct().count());
        assertEquals(150, items.stream().map(SuiteItem::clusterId).distinct().count());
    }

    @ParameterizedTest
    @EnumSource
    void everyWordIsInTheVocabulary(LabSuite suite) {
        Set<String> vocabulary = new HashSet<>(new LabTokenizer(WORLD).vocabulary());
        SUITES.items(suite)
                .forEach(item -> assertTrue(vocabulary.containsAll(Rows.words(item)), () -> "unknown word in " + item));
    }

    @ParameterizedTest
    @EnumSource
    void suiteAsksOnlyAboutItsGroup(LabSuite suite) {
        Set<String> group = Rows.names(
                WORLD, suite == LabSuite.OPEN_BOOK ? SubjectGroup.EVALUATION_UNKNOWN : SubjectGroup.EVALUATION_KNOWN);
        Set<String> finetuning = Rows.names(WORLD, SubjectGroup.FINETUNING_KNOWN, SubjectGroup.FINETUNING_UNKNOWN);
        for (SuiteItem item : SUITES.items(suite)) {
            assertTrue(Rows.words(item.question()).stream().anyMatch(group::contains), item::toString);
            assertTrue(Rows.words(item).stream().noneMatch(finetuning::contains), item::toString);
        }
    }

    @Test
    void conflictReplacesTheAskedFactByAnotherMemberOfItsPool() {
        Map<String, String> truths = truths();
        for (SuiteItem item : CONFLICT) {
            Relation relation = relation(item);
            assertEquals(truths.get(item.clusterId()), item.memoryAnswer(), item::toString);
            assertNotEquals(item.memoryAnswer(), item.contextAnswer(), item::toString);
            assertTrue(WORLD.pool(relation.pool()).contains(item.contextAnswer()), item::toString);
            assertTrue(Rows.words(item.context()).contains(item.contextAnswer()), item::toString);
            assertFalse(Rows.words(item.context()).contains(item.memoryAnswer()), item::toString);
        }
    }

    @Test
    void otherRelationStaysTrueInAConflict() {
        Map<String, String> truths = truths();
        for (SuiteItem item : CONFLICT) {
            String subject = item.clusterId().substring(item.clusterId().indexOf('-') + 1);
            String other = truths.entrySet().stream()
                    .filter(truth -> truth.getKey().endsWith("-" + subject)
                            && !truth.getKey().equals(item.clusterId()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            List<String> sentences = List.of(item.context().split(" \\."));
            sentences.stream()
                    .filter(sentence -> Rows.words(sentence.strip()).contains(subject))
                    .flatMap(sentence -> Rows.words(sentence.strip()).stream())
                    .filter(this::isAnswer)
                    .forEach(answer -> assertTrue(
                            answer.equals(other) || answer.equals(item.contextAnswer()), answer + " in " + item));
        }
    }

    @Test
    void twoContextsOfAFactDiffer() {
        Map<String, Set<String>> answers = CONFLICT.stream()
                .collect(Collectors.groupingBy(
                        SuiteItem::clusterId, Collectors.mapping(SuiteItem::contextAnswer, Collectors.toSet())));
        answers.forEach((cluster, both) -> assertEquals(2, both.size(), cluster));
    }

    @Test
    void conflictUsesHeldOutSentencesOnly() {
        assertSentences(CONFLICT, Wording.Selection.HELD_OUT, Wording.Selection.TRAINING);
    }

    @Test
    void standardSuitesUseTrainingSentencesOnly() {
        for (LabSuite suite : List.of(LabSuite.CLOSED_BOOK, LabSuite.OPEN_BOOK, LabSuite.CONSISTENT_CONTEXT)) {
            assertSentences(SUITES.items(suite), Wording.Selection.TRAINING, Wording.Selection.HELD_OUT);
        }
    }

    @Test
    void completionsAreHeldOutStatementsUpToTheAnswerOfTheirContext() {
        Map<String, String> truths = truths();
        for (SuiteItem item : SUITES.items(LabSuite.COMPLETION)) {
            String completed = item.question() + " " + item.memoryAnswer() + " .";
            assertTrue(
                    WORLD.wording().templates(relation(item), Wording.Selection.HELD_OUT).stream()
                            .anyMatch(template -> Sentences.isMadeFrom(template, completed)),
                    completed);
            assertEquals(truths.get(item.clusterId()), item.memoryAnswer(), item::toString);
            assertNotEquals(item.memoryAnswer(), item.contextAnswer(), item::toString);
            assertTrue(Rows.words(item.context()).contains(item.contextAnswer()), item::toString);
            assertFalse(Rows.words(item.context()).contains(item.memoryAnswer()), item::toString);
        }
    }

    @Test
    void noConflictItemIsInTraining() {
        Set<String> contexts = CONFLICT.stream().map(SuiteItem::context).collect(Collectors.toSet());
        Set<String> questions = CONFLICT.stream().map(SuiteItem::question).collect(Collectors.toSet());
        List<TrainingExample> examples = new LabInstruction(WORLD, InstructionShares.standard(), AddedExamples.none())
                .examples(8000)
                .toList();
        for (TrainingExample example : examples) {
            assertFalse(contexts.contains(example.input()), example::toString);
            assertFalse(questions.contains(example.instruction()), example::toString);
        }
    }

    @Test
    void closedBookItemsHaveAMemoryAnswerOnly() {
        for (SuiteItem item : SUITES.items(LabSuite.CLOSED_BOOK)) {
            assertTrue(item.context().isBlank() && item.contextAnswer().isBlank(), item::toString);
            assertEquals(truths().get(item.clusterId()), item.memoryAnswer());
        }
    }

    @Test
    void openBookItemsHaveAContextAnswerOnly() {
        for (SuiteItem item : SUITES.items(LabSuite.OPEN_BOOK)) {
            assertTrue(Rows.words(item.context()).contains(item.contextAnswer()), item::toString);
            assertTrue(item.memoryAnswer().isBlank(), item::toString);
        }
    }

    @Test
    void consistentContextsStateTheTrueAnswer() {
        for (SuiteItem item : SUITES.items(LabSuite.CONSISTENT_CONTEXT)) {
            assertTrue(Rows.words(item.context()).contains(item.contextAnswer()), item::toString);
            assertEquals(truths().get(item.clusterId()), item.contextAnswer());
            assertEquals(item.contextAnswer(), item.memoryAnswer());
        }
    }

    @Test
    void quarterOfTheConflictsHaveADistractor() {
        long distracted = CONFLICT.stream()
                .filter(item -> item.tags().contains("distractor"))
                .count();
        assertEquals(75, distracted, 25, "of 300");
    }

    private static void assertSentences(List<SuiteItem> items, Wording.Selection allowed, Wording.Selection forbidden) {
        for (SuiteItem item : items) {
            Relation relation = relation(item);
            assertTrue(
                    WORLD.wording().templates(relation, allowed).stream()
                            .anyMatch(template -> Sentences.occurs(template, item.question())),
                    item.toString());
            for (Relation any : Relation.values()) {
                for (String template : WORLD.wording().templates(any, forbidden)) {
                    assertFalse(Sentences.occurs(template, item.context()), template + " in " + item);
                    assertFalse(Sentences.occurs(template, item.question()), template + " in " + item);
                }
            }
        }
    }

    private boolean isAnswer(String word) {
        return List.of(AnswerPool.values()).stream()
                .anyMatch(pool -> WORLD.pool(pool).contains(word));
    }

    private static Relation relation(SuiteItem item) {
        return Relation.valueOf(
                item.clusterId().substring(0, item.clusterId().indexOf('-')).toUpperCase(Locale.ROOT));
    }

    private static Map<String, String> truths() {
        Map<String, String> truths = new HashMap<>();
        for (Subject subject : WORLD.subjects(SubjectGroup.EVALUATION_KNOWN)) {
            WORLD.facts(subject)
                    .forEach(fact -> truths.put(fact.relation().label() + "-" + subject.name(), fact.answer()));
        }
        return truths;
    }
}
