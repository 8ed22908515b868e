package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tiltmeter.answertext.CaseTable;
import io.tiltmeter.answertext.SmallStack;
import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstMentionScorerTest {
    private final FirstMentionScorer scorer = new FirstMentionScorer();

    static List<List<String>> cases() {
        return CaseTable.rows("/scorer/first_mention.tsv");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theAnswerThatIsMentionedFirstGetsTheLabel(List<String> row) {
        assertEquals(row.get(1), label(scorer.judge(item(row), row.get(2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void swappedAnswersHaveSwappedLabels(List<String> row) {
        SuiteItem item = item(row);
        SuiteItem swapped = item.withTexts("", item.question(), item.memoryAnswer(), item.contextAnswer())
                .withAliases(item.memoryAliases(), item.contextAliases());
        JudgedAnswer judged = scorer.judge(item, row.get(2));
        JudgedAnswer mirrored = scorer.judge(swapped, row.get(2));
        assertEquals(judged.contextAnswerFound(), mirrored.memoryAnswerFound());
        assertEquals(judged.memoryAnswerFound(), mirrored.contextAnswerFound());
        assertEquals(judged.contextSpan(), mirrored.memorySpan());
    }

    @Test
    void bothFirstPlacesAreKeptWithTheSpellingThatTheyBelongTo() {
        SuiteItem item = item("James Cook", "Ferdinand Magellan", List.of("Captain Cook"), List.of());
        JudgedAnswer judged = scorer.judge(item, "Magellan, then the Captain");
        assertEquals(Optional.of(new AnswerSpan("Ferdinand Magellan", 0, 8)), judged.memorySpan());
        assertEquals(Optional.of(new AnswerSpan("Captain Cook", 19, 26)), judged.contextSpan());
        assertFalse(judged.contextAnswerFound());
    }

    @Test
    void aTextOfManyGroupsOfDigitsHasALabel() {
        String text = "Cairo has 1" + ",234".repeat(100_000);
        SmallStack.run(() ->
                assertEquals("context", label(scorer.judge(item("Cairo", "Giza", List.of(), List.of()), text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\ud83d", "\u0301", "((((", "[a-z]+", "\\E", "\u200b"})
    void anyTextHasALabel(String text) {
        assertEquals("other", label(scorer.judge(item("Cairo", "Giza", List.of(), List.of()), text)));
        if (!text.isBlank()) {
            label(scorer.judge(item(text, "Giza", List.of(text), List.of("")), "Giza"));
        }
    }

    private static String label(JudgedAnswer judged) {
        assertFalse(judged.contextAnswerFound() && judged.memoryAnswerFound(), "one label at most");
        return judged.contextAnswerFound() ? "context" : judged.memoryAnswerFound() ? "memory" : "other";
    }

    private static SuiteItem item(List<String> row) {
        SuiteItem item = item(row.get(3), row.get(4), CaseTable.spellings(row, 5), CaseTable.spellings(row, 6));
        return item.withTexts("", row.get(7), item.contextAnswer(), item.memoryAnswer());
    }

    private static SuiteItem item(
            String contextAnswer, String memoryAnswer, List<String> contextAliases, List<String> memoryAliases) {
        return new SuiteItem(
                "i",
                "c",
                "",
                "Which one?",
                contextAnswer,
                memoryAnswer,
                contextAliases,
                memoryAliases,
                List.of(SuiteItem.UNANSWERABLE));
    }
}
