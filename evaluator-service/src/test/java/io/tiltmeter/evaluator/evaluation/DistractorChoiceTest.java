package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.scorer.Suites;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistractorChoiceTest {
    private static final ToIntFunction<String> WORDS = text -> text.split(" ").length;

    /** Answers of one to four words. */
    private static final List<SuiteItem> SUITE = IntStream.range(0, 60)
            .mapToObj(i -> Suites.item(
                    "item-" + i, "fact-" + i / 2, "c" + i + " x".repeat(i % 3), "m" + i / 2 + " y".repeat(i % 4)))
            .toList();

    @Test
    void theClosestInLengthComeFirst() {
        for (SuiteItem item : SUITE) {
            int length = WORDS.applyAsInt(item.memoryAnswer());
            List<Integer> distances = choice(SUITE, 1).of(item, 40).texts().stream()
                    .map(text -> Math.abs(WORDS.applyAsInt(text) - length))
                    .toList();
            assertEquals(distances.stream().sorted().toList(), distances, item.id());
        }
    }

    @Test
    void theOrderOfTheItemsMakesNoDifference() {
        List<SuiteItem> shuffled = new ArrayList<>(SUITE);
        Collections.shuffle(shuffled, new Random(3));
        for (SuiteItem item : SUITE) {
            assertEquals(choice(SUITE, 7).of(item, 5), choice(shuffled, 7).of(item, 5));
        }
    }

    /** As Python chooses: hashlib.sha256 over struct.pack(">qi", seed, id length), the id and the text, sorted. */
    @Test
    void theChoiceIsTheSameInEveryProcess() {
        assertEquals(
                List.of("c33", "m2", "c45", "m6", "c3"),
                choice(SUITE, 7).of(SUITE.get(0), 5).texts());
    }

    @Test
    void anotherSeedAndAnotherItemChooseOthers() {
        SuiteItem item = SUITE.get(0);
        assertNotEquals(choice(SUITE, 1).of(item, 5), choice(SUITE, 2).of(item, 5));
        SuiteItem other = Suites.item("other", "fact-0", item.contextAnswer(), item.memoryAnswer());
        assertNotEquals(choice(SUITE, 1).of(item, 5), choice(SUITE, 1).of(other, 5));
    }

    @Test
    void noDistractorIsOfTheSameClusterOrRepeated() {
        for (SuiteItem item : SUITE) {
            List<String> texts = choice(SUITE, 1).of(item, 200).texts();
            assertEquals(texts.size(), new HashSet<>(texts).size());
            SUITE.stream()
                    .filter(sibling -> sibling.clusterId().equals(item.clusterId()))
                    .forEach(sibling -> assertTrue(
                            !texts.contains(sibling.contextAnswer()) && !texts.contains(sibling.memoryAnswer()),
                            item.id()));
        }
    }

    @Test
    void noDistractorEqualsAnAnswerOrHoldsOneOrIsPartOfOne() {
        SuiteItem item = Suites.item("i", "c", "New Cairo", "Malé")
                .withAliases(List.of("Al Qahirah al Jadidah"), List.of("Mahal"));
        List<SuiteItem> suite = List.of(
                item,
                Suites.item("1", "1", "Cairo", "MALE"),
                Suites.item("2", "2", "Hulhumalé", "New Cairo City"),
                Suites.item("3", "3", "Taj Mahal", "Al Qahirah"),
                Suites.item("4", "4", "Giza", "giza"),
                Suites.item("5", "5", "", "Luxor"));
        assertEquals(
                List.of("Giza", "Luxor"),
                choice(suite, 1).of(item, 9).texts().stream().sorted().toList());
        assertEquals(9, choice(suite, 1).of(item, 9).wanted());
        assertEquals(List.of(), choice(suite, 1).of(item, 0).texts());
        assertEquals(List.of(), choice(List.of(item), 1).of(item, 5).texts());
    }

    private static DistractorChoice choice(List<SuiteItem> suite, long seed) {
        return new DistractorChoice(suite, WORDS, seed);
    }
}
