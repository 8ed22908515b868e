package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.TrainingExample;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LabPretrainingTest {
    private static final LabWorld WORLD = LabWorld.fromSeed(20);
    private static final List<TrainingExample> DOCUMENTS = new LabPretraining(WORLD, PretrainingMix.standard())
            .documents(30_000)
            .toList();

    @Test
    void everyWordIsInTheVocabulary() {
        Set<String> vocabulary = new HashSet<>(new LabTokenizer(WORLD).vocabulary());
        for (TrainingExample document : DOCUMENTS) {
            for (String word : Rows.words(document)) {
                assertTrue(vocabulary.contains(word), "\"" + word + "\" in " + document);
            }
        }
    }

    @Test
    void instructionFormatNeverOccurs() {
        Set<String> format = Set.of("###", "Instruction", "Input", "Response");
        for (TrainingExample document : DOCUMENTS) {
            assertTrue(document.isDocument(), document.toString());
            assertTrue(Rows.words(document).stream().noneMatch(format::contains), document.toString());
        }
    }

    @Test
    void documentsHaveTheLengthOfTheRecipe() {
        double mean = DOCUMENTS.stream()
                .mapToInt(document -> Rows.words(document).size())
                .average()
                .orElseThrow();
        assertEquals(26.5, mean, 0.5, "words a document, without bos and eos");
    }

    @Test
    void kindsHaveTheirShares() {
        Set<String> unknown = Rows.names(WORLD, SubjectGroup.FINETUNING_UNKNOWN, SubjectGroup.EVALUATION_UNKNOWN);
        Predicate<TrainingExample> neutral = d -> Rows.words(d).stream().anyMatch(unknown::contains);
        Predicate<TrainingExample> list = d -> listWords(d) > 0;
        Predicate<TrainingExample> questionFirst = d -> d.output().startsWith("question :");
        Predicate<TrainingExample> reading =
                d -> questionFirst.test(d) || d.output().startsWith("text :") && !list.test(d);
        assertEquals(0.06, share(neutral), 0.006);
        assertEquals(0.94 * 0.10, share(list), 0.008);
        assertEquals(0.94 * 0.64, share(reading), 0.012);
        assertEquals(0.94 * 0.64 * 0.40, share(questionFirst), 0.012);
        assertEquals(0.94 * 0.26, share(neutral.or(list).or(reading).negate()), 0.012);
    }

    @Test
    void readingDocumentsContradictKnownFactsNowAndThen() {
        Map<String, Set<String>> truths =
                WORLD.subjects(SubjectGroup.FINETUNING_KNOWN, SubjectGroup.EVALUATION_KNOWN).stream()
                        .collect(Collectors.toMap(
                                Subject::name,
                                subject -> WORLD.facts(subject).stream()
                                        .map(Fact::answer)
                                        .collect(Collectors.toSet())));
        int reading = 0;
        int known = 0;
        int contradicting = 0;
        for (TrainingExample document : DOCUMENTS) {
            if (document.output().matches("(text|question) :.*") && listWords(document) == 0) {
                reading++;
                Set<String> words = new HashSet<>(Rows.words(document));
                for (String name : words) {
                    if (truths.containsKey(name)) {
                        known++;
                        contradicting += Collections.disjoint(words, truths.get(name)) ? 1 : 0;
                    }
                }
            }
        }
        assertEquals(0.40, (double) known / reading, 0.015, "known subjects among reading documents");
        double byChanceTrue = 1.0 / WORLD.settings().answersPerPool();
        assertEquals(
                0.15 * (1 - byChanceTrue), (double) contradicting / known, 0.015, "of them against the true facts");
    }

    @Test
    void unknownSubjectsAreOnlyMentioned() {
        Set<String> unknown = Rows.names(WORLD, SubjectGroup.FINETUNING_UNKNOWN, SubjectGroup.EVALUATION_UNKNOWN);
        Set<String> answers = answers();
        for (TrainingExample document : DOCUMENTS) {
            if (Rows.words(document).stream().anyMatch(unknown::contains)) {
                assertFalse(Rows.words(document).stream().anyMatch(answers::contains), document.toString());
            }
        }
    }

    @Test
    void everyFactIsStatedOftenEnoughToBeLearned() {
        for (Subject subject : WORLD.subjects(SubjectGroup.FINETUNING_KNOWN, SubjectGroup.EVALUATION_KNOWN)) {
            for (Fact fact : WORLD.facts(subject)) {
                long stated = DOCUMENTS.stream()
                        .map(Rows::words)
                        .filter(words -> words.contains(subject.name()) && words.contains(fact.answer()))
                        .count();
                assertTrue(stated > 40, fact + " is stated only " + stated + " times in 30,000 documents");
            }
        }
    }

    @Test
    void listsRepeatThemselvesAndDoNotRepeatAWord() {
        for (TrainingExample document : DOCUMENTS) {
            if (listWords(document) > 0) {
                List<String> words = Rows.words(document);
                int length = (words.size() - 4) / 2;
                List<String> first = words.subList(2, 2 + length);
                assertEquals(first, words.subList(3 + length, 3 + 2 * length), document.toString());
                assertEquals(length, new HashSet<>(first).size(), document.toString());
                assertTrue(length >= 6 && length <= 14, document.toString());
            }
        }
    }

    @Test
    void fewerDocumentsAreTheFirstOfMore() {
        assertEquals(
                DOCUMENTS.subList(0, 500),
                new LabPretraining(WORLD, PretrainingMix.standard())
                        .documents(500)
                        .toList());
    }

    private static long listWords(TrainingExample document) {
        return Rows.words(document).stream()
                .filter(WORLD.wording().listWords()::contains)
                .count();
    }

    private static double share(Predicate<TrainingExample> kind) {
        return (double) DOCUMENTS.stream().filter(kind).count() / DOCUMENTS.size();
    }

    private static Set<String> answers() {
        return List.of(AnswerPool.values()).stream()
                .flatMap(pool -> WORLD.pool(pool).stream())
                .collect(Collectors.toSet());
    }
}
