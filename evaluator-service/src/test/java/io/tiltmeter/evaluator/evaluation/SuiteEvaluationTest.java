package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuiteEvaluationTest {
    private static final Watcher PATIENT = scored -> false;

    /** Conflicts about S0, S1, ...: the context says C, memory says M; later items have longer contexts. */
    private static final List<SuiteItem> SUITE = IntStream.range(0, 7)
            .mapToObj(i -> new SuiteItem(
                    "item-" + i,
                    "fact-" + i / 2,
                    "S" + i + " is C" + i + " ." + " filler".repeat(i % 3),
                    "where is S" + i + " ?",
                    "C" + i,
                    "M" + i,
                    List.of(),
                    List.of(),
                    List.of()))
            .toList();

    @Test
    void questionAndContextAreRenderedWithTheRunsTemplate() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "C0");
        evaluation(24, 8).evaluate(model.answering(), "lab", SUITE.subList(0, 1), PATIENT);
        assertEquals(
                List.of(List.of("<bos> ### Instruction : where is S0 ? ### Input : S0 is C0 . ### Response :")),
                model.batches);
    }

    @Test
    void aClosedBookQuestionHasNoInputPart() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "M");
        SuiteItem item = new SuiteItem("i", "c", "", "where ?", "", "M", List.of(), List.of(), List.of());
        SuiteOutcome outcome = evaluation(24, 8).evaluate(model.answering(), "lab", List.of(item), PATIENT);
        assertEquals(List.of(List.of("<bos> ### Instruction : where ? ### Response :")), model.batches);
        assertEquals(1, outcome.memoryAnswerCount());
        assertEquals(0, outcome.contextAnswerCount());
    }

    @Test
    void aChoiceIsAskedByItsQuestionAndAnsweredByTheTextOfTheRightOne() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "M");
        Choices choices = new Choices(List.of("C", "M"), 1);
        SuiteItem item =
                new SuiteItem("i", "c", "", "where ?", "", "M", List.of(), List.of(), List.of(), Optional.of(choices));
        SuiteOutcome outcome = evaluation(24, 8).evaluate(model.answering(), "lab", List.of(item), PATIENT);
        assertEquals(List.of(List.of("<bos> ### Instruction : where ? ### Response :")), model.batches);
        assertTrue(outcome.items().get(0).correct());
    }

    @Test
    void anUnanswerableQuestionIsAskedAndNeitherAnswerIsFound() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "M");
        SuiteItem item = new SuiteItem(
                "i", "c", "S is C .", "where ?", "", "", List.of(), List.of(), List.of(SuiteItem.UNANSWERABLE));
        SuiteOutcome outcome = evaluation(24, 8).evaluate(model.answering(), "lab", List.of(item), PATIENT);
        assertEquals(
                List.of(new ItemOutcome("i", "c", outcome.items().get(0).generated(), false, false)), outcome.items());
        assertEquals(0, outcome.correctCount());
    }

    @Test
    void outcomesComeInTheSuitesOrderWithTheirCounts() {
        SuiteOutcome outcome = evaluation(24, 2).evaluate(answersByNumber().answering(), "lab", SUITE, PATIENT);
        assertEquals(
                SUITE.stream().map(SuiteItem::id).toList(),
                outcome.items().stream().map(ItemOutcome::itemId).toList());
        ItemOutcome both = outcome.items().get(3);
        assertEquals("C3 or M3", both.generated());
        assertEquals(Optional.of(new AnswerSpan("C3", 0, 2)), both.contextSpan());
        assertEquals(Optional.of(new AnswerSpan("M3", 6, 8)), both.memorySpan());
        assertEquals(3, outcome.contextAnswerCount());
        assertEquals(3, outcome.memoryAnswerCount());
        assertEquals(5, outcome.correctCount());
    }

    @Test
    void theBatchSizeChangesNothingButTheBatches() {
        ScriptedModel one = answersByNumber();
        ScriptedModel many = answersByNumber();
        assertEquals(
                evaluation(24, 1).evaluate(one.answering(), "lab", SUITE, PATIENT),
                evaluation(24, 100).evaluate(many.answering(), "lab", SUITE, PATIENT));
        assertEquals(7, one.batches.size());
        assertEquals(3, many.batches.size(), "one batch for each of three lengths");
    }

    @Test
    void anAnswerIsBoundedByTheLimitAndByTheModelsPositions() {
        int promptTokens = 18;
        ScriptedModel model = new ScriptedModel(promptTokens + 4, prompt -> "a b c d e f");
        evaluation(24, 8).evaluate(model.answering(), "lab", SUITE.subList(0, 1), PATIENT);
        ScriptedModel roomy = new ScriptedModel(100, prompt -> "a b c d e f");
        SuiteOutcome two = evaluation(2, 8).evaluate(roomy.answering(), "lab", SUITE.subList(0, 1), PATIENT);
        assertEquals(List.of(4), model.limits);
        assertEquals("a b", two.items().get(0).generated());
    }

    @Test
    void aPromptThatLeavesNoRoomIsNamed() {
        ScriptedModel model = new ScriptedModel(10, prompt -> "C");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> evaluation(24, 8).evaluate(model.answering(), "lab", SUITE, PATIENT))
                .getMessage();
        assertTrue(message.contains("item-0") && message.contains("10 positions"), message);
    }

    @Test
    void anUnknownTemplateIsRefusedWithTheKnownOnes() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> evaluation(24, 8).evaluate(answersByNumber().answering(), "alpaka", SUITE, PATIENT))
                .getMessage();
        assertTrue(message.contains("alpaka") && message.contains("lab"), message);
    }

    @Test
    void theWatcherSeesProgressAndEndsTheEvaluation() {
        List<Integer> seen = new ArrayList<>();
        Watcher watcher = scored -> {
            seen.add(scored);
            return scored >= 4;
        };
        assertThrows(
                Abandoned.class,
                () -> evaluation(24, 2).evaluate(answersByNumber().answering(), "lab", SUITE, watcher));
        assertEquals(List.of(0, 2, 3, 5), seen);
    }

    /** Items 0 and 1 follow the context, 2 and 4 memory, 3 both, 5 and 6 neither. */
    private static ScriptedModel answersByNumber() {
        return new ScriptedModel(64, prompt -> {
            String number = prompt.replaceAll(".*where is S(\\d).*", "$1");
            return switch (number) {
                case "0", "1" -> "C" + number;
                case "2", "4" -> "M" + number;
                case "3" -> "C3 or M3";
                default -> "nobody knows";
            };
        });
    }

    private static SuiteEvaluation evaluation(int maxNewTokens, int batchSize) {
        return new SuiteEvaluation(new GenerationSettings(maxNewTokens, batchSize));
    }
}
