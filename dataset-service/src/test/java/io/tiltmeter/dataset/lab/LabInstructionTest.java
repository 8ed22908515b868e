package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.TrainingExample;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabInstructionTest {
    private static final LabWorld WORLD = LabWorld.fromSeed(20);
    private static final List<TrainingExample> EXAMPLES = new LabInstruction(
                    WORLD, InstructionShares.standard(), AddedExamples.none())
            .examples(LabInstruction.STANDARD_EXAMPLE_COUNT)
            .toList();

    @Test
    void classesHaveTheirShares() {
        Map<ExampleClass, Long> counts =
                EXAMPLES.stream().collect(Collectors.groupingBy(TrainingExample::exampleClass, Collectors.counting()));
        assertEquals(
                Map.of(
                        ExampleClass.CONTEXT_CRITICAL, 2400L,
                        ExampleClass.NON_CONTEXT_CRITICAL, 4000L,
                        ExampleClass.SUBJECT_CRITICAL, 1600L),
                counts);
    }

    @Test
    void classesAreSpreadEvenly() {
        for (int half = 0; half < 2; half++) {
            long contextCritical = EXAMPLES.subList(half * 4000, half * 4000 + 4000).stream()
                    .filter(example -> example.exampleClass() == ExampleClass.CONTEXT_CRITICAL)
                    .count();
            assertEquals(1200, contextCritical, 100, "context-critical examples in half " + half);
        }
    }

    @Test
    void noEvaluationSubjectOccurs() {
        Set<String> evaluation = Rows.names(WORLD, SubjectGroup.EVALUATION_KNOWN, SubjectGroup.EVALUATION_UNKNOWN);
        for (TrainingExample example : EXAMPLES) {
            assertTrue(Rows.words(example).stream().noneMatch(evaluation::contains), example::toString);
        }
    }

    @Test
    void answerIsInTheContextIfThereIsOne() {
        for (TrainingExample example : EXAMPLES) {
            boolean contextual = example.exampleClass() != ExampleClass.SUBJECT_CRITICAL;
            assertEquals(contextual, !example.input().isBlank(), example::toString);
            assertEquals(contextual, Rows.words(example.input()).contains(example.output()), example::toString);
        }
    }

    @Test
    void onlyContextCriticalExamplesAreAboutUnknownSubjects() {
        Set<String> known = Rows.names(WORLD, SubjectGroup.FINETUNING_KNOWN);
        Set<String> unknown = Rows.names(WORLD, SubjectGroup.FINETUNING_UNKNOWN);
        for (TrainingExample example : EXAMPLES) {
            boolean contextCritical = example.exampleClass() == ExampleClass.CONTEXT_CRITICAL;
            Set<String> expected = contextCritical ? unknown : known;
            assertTrue(Rows.words(example.instruction()).stream().anyMatch(expected::contains), example::toString);
        }
    }

    @Test
    void knownSubjectsAreAnsweredTruly() {
        Map<String, Set<String>> truths = WORLD.subjects(SubjectGroup.FINETUNING_KNOWN).stream()
                .collect(Collectors.toMap(
                        Subject::name,
                        subject ->
                                WORLD.facts(subject).stream().map(Fact::answer).collect(Collectors.toSet())));
        for (TrainingExample example : EXAMPLES) {
            Rows.words(example.instruction()).stream()
                    .filter(truths::containsKey)
                    .forEach(name -> assertTrue(truths.get(name).contains(example.output()), example::toString));
        }
    }

    @Test
    void heldOutSentencesNeverOccur() {
        Set<String> sentences = EXAMPLES.stream()
                .flatMap(example -> Stream.of(example.input(), example.instruction()))
                .flatMap(Sentences::of)
                .collect(Collectors.toSet());
        for (Relation relation : Relation.values()) {
            for (String template : WORLD.wording().templates(relation, Wording.Selection.HELD_OUT)) {
                sentences.forEach(sentence ->
                        assertFalse(Sentences.isMadeFrom(template, sentence), () -> template + ": " + sentence));
            }
        }
    }

    @Test
    void everyWordIsInTheVocabulary() {
        Set<String> vocabulary = new HashSet<>(new LabTokenizer(WORLD).vocabulary());
        EXAMPLES.forEach(
                example -> assertTrue(vocabulary.containsAll(Rows.words(example)), () -> "unknown word in " + example));
    }

    @Test
    void controlHasContextCriticalExamplesOnly() {
        assertTrue(new LabInstruction(WORLD, InstructionShares.contextCriticalOnly(), AddedExamples.none())
                .examples(1000)
                .allMatch(example -> example.exampleClass() == ExampleClass.CONTEXT_CRITICAL));
    }

    @Test
    void counterfactualExamplesAreAddedThatContradictMemory() {
        List<TrainingExample> examples = new LabInstruction(
                        WORLD, InstructionShares.standard(), new AddedExamples(0.05, 0))
                .examples(1000)
                .toList();
        assertEquals(1050, examples.size());
        Set<String> known = Rows.names(WORLD, SubjectGroup.FINETUNING_KNOWN);
        List<TrainingExample> added = examples.stream()
                .filter(example -> example.exampleClass() == ExampleClass.CONTEXT_CRITICAL)
                .filter(example -> Rows.words(example.instruction()).stream().anyMatch(known::contains))
                .toList();
        assertEquals(50, added.size());
        for (TrainingExample example : added) {
            Fact truth = asked(example, SubjectGroup.FINETUNING_KNOWN);
            assertNotEquals(truth.answer(), example.output(), example::toString);
            assertTrue(WORLD.otherAnswers(truth).contains(example.output()), example::toString);
            assertTrue(Rows.words(example.input()).contains(example.output()), example::toString);
            assertFalse(Rows.words(example.input()).contains(truth.answer()), example::toString);
        }
    }

    @Test
    void overlappingExamplesAreAddedThatStateWhatTheSuitesAskAbout() {
        List<TrainingExample> examples = new LabInstruction(
                        WORLD, InstructionShares.standard(), new AddedExamples(0, 0.1))
                .examples(500)
                .toList();
        Set<String> evaluation = Rows.names(WORLD, SubjectGroup.EVALUATION_KNOWN);
        List<TrainingExample> added = examples.stream()
                .filter(example -> Rows.words(example.instruction()).stream().anyMatch(evaluation::contains))
                .toList();
        assertEquals(550, examples.size());
        assertEquals(50, added.size());
        for (TrainingExample example : added) {
            assertEquals(ExampleClass.NON_CONTEXT_CRITICAL, example.exampleClass());
            assertEquals(asked(example, SubjectGroup.EVALUATION_KNOWN).answer(), example.output(), example::toString);
            assertTrue(Rows.words(example.input()).contains(example.output()), example::toString);
        }
    }

    @Test
    void ratiosOutsideOfZeroToOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AddedExamples(-0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new AddedExamples(0, Double.NaN));
    }

    /** The true fact that an example asks about, told by its question's sentence and subject. */
    private static Fact asked(TrainingExample example, SubjectGroup group) {
        return WORLD.subjects(group).stream()
                .filter(subject -> Rows.words(example.instruction()).contains(subject.name()))
                .flatMap(subject -> WORLD.facts(subject).stream())
                .filter(fact -> WORLD.wording().templates(fact.relation(), Wording.Selection.TRAINING).stream()
                        .anyMatch(template -> Sentences.occurs(template, example.instruction())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sharesThatDoNotSumToOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new InstructionShares(0.3, 0.3, 0.3));
        assertThrows(IllegalArgumentException.class, () -> new InstructionShares(1.5, -0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> new InstructionShares(Double.NaN, 0.5, 0.5));
    }
}
