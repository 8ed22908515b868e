package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.TrainingExample;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LabPretrainingTest {
    private static final LabWorld WORLD = LabWorld.fromSeed(20);
    private static final Set<String> LIST_WORDS = Set.copyOf(WORLD.wording().listWords());
    private static final List<Document> DOCUMENTS = new LabPretraining(WORLD, PretrainingMix.standard())
            .documents(30_000)
            .map(Document::of)
            .toList();

    /** A document with its words, which are split once for all tests. */
    private record Document(TrainingExample example, List<String> words, Set<String> distinct, boolean isList) {
        static Document of(TrainingExample example) {
            List<String> words = Rows.words(example);
            return new Document(
                    example, words, new HashSet<>(words), words.stream().anyMatch(LIST_WORDS::contains));
        }

        boolean isQuestionFirst() {
            return example.output().startsWith("question :");
        }

        boolean isReading() {
            return isQuestionFirst() || example.output().startsWith("text :") && !isList;
        }

        boolean hasAny(Set<String> sought) {
            return words.stream().anyMatch(sought::contains);
        }
    }

    @Test
    void everyWordIsInTheVocabulary() {
        Set<String> vocabulary = new HashSet<>(new LabTokenizer(WORLD).vocabulary());
        for (Document document : DOCUMENTS) {
            for (String word : document.words()) {
                assertTrue(vocabulary.contains(word), () -> "\"" + word + "\" in " + document);
            }
        }
    }

    @Test
    void theInstructionFormatNeverOccurs() {
        Set<String> format = Set.of("###", "Instruction", "Input", "Response");
        for (Document document : DOCUMENTS) {
            assertTrue(document.example().isDocument(), document::toString);
            assertFalse(document.hasAny(format), document::toString);
        }
    }

    @Test
    void documentsHaveTheLengthOfTheRecipe() {
        double mean = DOCUMENTS.stream()
                .mapToInt(document -> document.words().size())
                .average()
                .orElseThrow();
        assertEquals(26.5, mean, 0.5, "words a document, without bos and eos");
    }

    @Test
    void kindsHaveTheirShares() {
        Set<String> unknown = Rows.names(WORLD, SubjectGroup.FINETUNING_UNKNOWN, SubjectGroup.EVALUATION_UNKNOWN);
        Predicate<Document> neutral = document -> document.hasAny(unknown);
        Predicate<Document> other =
                document -> !document.hasAny(unknown) && !document.isList() && !document.isReading();
        assertEquals(0.06, share(neutral), 0.006);
        assertEquals(0.94 * 0.10, share(Document::isList), 0.008);
        assertEquals(0.94 * 0.64, share(Document::isReading), 0.012);
        assertEquals(0.94 * 0.64 * 0.40, share(Document::isQuestionFirst), 0.012);
        assertEquals(0.94 * 0.26, share(other), 0.012);
    }

    @Test
    void readingDocumentsContradictKnownFactsAtTheConfiguredRate() {
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
        for (Document document : DOCUMENTS) {
            if (document.isReading() && !document.isList()) {
                reading++;
                for (String name : document.distinct()) {
                    if (truths.containsKey(name)) {
                        known++;
                        contradicting += Collections.disjoint(document.distinct(), truths.get(name)) ? 1 : 0;
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
        for (Document document : DOCUMENTS) {
            if (document.hasAny(unknown)) {
                assertFalse(document.hasAny(answers), document::toString);
            }
        }
    }

    @Test
    void everyFactIsStatedOftenEnoughToBeLearned() {
        Map<String, Subject> known =
                WORLD.subjects(SubjectGroup.FINETUNING_KNOWN, SubjectGroup.EVALUATION_KNOWN).stream()
                        .collect(Collectors.toMap(Subject::name, subject -> subject));
        Map<Subject, Map<Fact, Integer>> stated = new HashMap<>();
        for (Document document : DOCUMENTS) {
            for (String word : document.distinct()) {
                Subject subject = known.get(word);
                if (subject != null) {
                    WORLD.facts(subject).stream()
                            .filter(fact -> document.distinct().contains(fact.answer()))
                            .forEach(fact -> stated.computeIfAbsent(subject, key -> new HashMap<>())
                                    .merge(fact, 1, Integer::sum));
                }
            }
        }
        for (Subject subject : known.values()) {
            for (Fact fact : WORLD.facts(subject)) {
                int times = stated.getOrDefault(subject, Map.of()).getOrDefault(fact, 0);
                assertTrue(times > 40, () -> fact + " is stated only " + times + " times in 30,000 documents");
            }
        }
    }

    @Test
    void aListIsRepeatedOnceAndHasNoWordTwice() {
        for (Document document : DOCUMENTS) {
            if (document.isList()) {
                List<String> words = document.words();
                int length = (words.size() - 4) / 2;
                List<String> first = words.subList(2, 2 + length);
                assertEquals(first, words.subList(3 + length, 3 + 2 * length), document::toString);
                assertEquals(length, new HashSet<>(first).size(), document::toString);
                assertTrue(length >= 6 && length <= 14, document::toString);
            }
        }
    }

    @Test
    void fewerDocumentsAreTheFirstOfMore() {
        assertEquals(
                DOCUMENTS.subList(0, 500).stream().map(Document::example).toList(),
                new LabPretraining(WORLD, PretrainingMix.standard())
                        .documents(500)
                        .toList());
    }

    private static double share(Predicate<Document> kind) {
        return (double) DOCUMENTS.stream().filter(kind).count() / DOCUMENTS.size();
    }

    private static Set<String> answers() {
        return List.of(AnswerPool.values()).stream()
                .flatMap(pool -> WORLD.pool(pool).stream())
                .collect(Collectors.toSet());
    }
}
