package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.Sampling;
import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import io.tiltmeter.evaluator.scorer.Suites;
import io.tiltmeter.languagemodel.inference.PromptNumbers;
import io.tiltmeter.languagemodel.inference.TokenChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerGenerationTest {
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
        evaluate(24, 8, model.answering(), "lab", SUITE.subList(0, 1), PATIENT);
        assertEquals(
                List.of(List.of("<bos> ### Instruction : where is S0 ? ### Input : S0 is C0 . ### Response :")),
                model.batches);
    }

    @Test
    void aClosedBookQuestionHasNoInputPart() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "M");
        SuiteItem item = new SuiteItem("i", "c", "", "where ?", "", "M", List.of(), List.of(), List.of());
        List<ItemOutcome> outcome = evaluate(24, 8, model.answering(), "lab", List.of(item), PATIENT);
        assertEquals(List.of(List.of("<bos> ### Instruction : where ? ### Response :")), model.batches);
        assertEquals(1, new SuiteCounts(SuiteKind.KNOWLEDGE_CONFLICT, outcome).memoryAnswers());
        assertEquals(0, new SuiteCounts(SuiteKind.KNOWLEDGE_CONFLICT, outcome).contextAnswers());
    }

    @Test
    void aMultipleChoiceItemIsItsQuestionAndTheTextOfTheRightChoice() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "M");
        Choices choices = new Choices(List.of("C", "M"), 1);
        SuiteItem item =
                new SuiteItem("i", "c", "", "where ?", "", "M", List.of(), List.of(), List.of(), Optional.of(choices));
        List<ItemOutcome> outcome = evaluate(24, 8, model.answering(), "lab", List.of(item), PATIENT);
        assertEquals(List.of(List.of("<bos> ### Instruction : where ? ### Response :")), model.batches);
        assertTrue(outcome.get(0).correct());
    }

    @Test
    void anUnanswerableQuestionIsEvaluatedAndNeitherAnswerIsFound() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "M");
        SuiteItem item = new SuiteItem(
                "i", "c", "S is C .", "where ?", "", "", List.of(), List.of(), List.of(SuiteItem.UNANSWERABLE));
        List<ItemOutcome> outcome = evaluate(24, 8, model.answering(), "lab", List.of(item), PATIENT);
        assertEquals(List.of(new ItemOutcome("i", "c", outcome.get(0).generated(), false, false)), outcome);
        assertEquals(0, new SuiteCounts(SuiteKind.KNOWLEDGE_CONFLICT, outcome).correct());
    }

    @Test
    void outcomesHaveTheOrderOfTheSuite() {
        List<ItemOutcome> outcome = evaluate(24, 2, answersByNumber().answering(), "lab", SUITE, PATIENT);
        assertEquals(
                SUITE.stream().map(SuiteItem::id).toList(),
                outcome.stream().map(ItemOutcome::itemId).toList());
    }

    @Test
    void anOutcomeHasTheSpansOfBothAnswers() {
        ItemOutcome both = evaluate(24, 2, answersByNumber().answering(), "lab", SUITE, PATIENT)
                .get(3);
        assertEquals("C3 or M3", both.generated());
        assertEquals(Optional.of(new AnswerSpan("C3", 0, 2)), both.contextSpan());
        assertEquals(Optional.of(new AnswerSpan("M3", 6, 8)), both.memorySpan());
    }

    @Test
    void countsAddUpTheOutcomes() {
        List<ItemOutcome> outcome = evaluate(24, 2, answersByNumber().answering(), "lab", SUITE, PATIENT);
        assertEquals(3, new SuiteCounts(SuiteKind.KNOWLEDGE_CONFLICT, outcome).contextAnswers());
        assertEquals(3, new SuiteCounts(SuiteKind.KNOWLEDGE_CONFLICT, outcome).memoryAnswers());
        assertEquals(5, new SuiteCounts(SuiteKind.KNOWLEDGE_CONFLICT, outcome).correct());
    }

    @Test
    void outcomesDoNotDependOnTheBatchSize() {
        ScriptedModel one = answersByNumber();
        ScriptedModel many = answersByNumber();
        assertEquals(
                evaluate(24, 1, one.answering(), "lab", SUITE, PATIENT),
                evaluate(24, 100, many.answering(), "lab", SUITE, PATIENT));
        assertEquals(7, one.batches.size());
        assertEquals(1, many.batches.size());
    }

    @Test
    void anAnswerIsBoundedByTheLimitAndByTheModelsPositions() {
        int promptTokens = 18;
        ScriptedModel model = new ScriptedModel(promptTokens + 4, prompt -> "a b c d e f");
        evaluate(24, 8, model.answering(), "lab", SUITE.subList(0, 1), PATIENT);
        ScriptedModel roomy = new ScriptedModel(100, prompt -> "a b c d e f");
        List<ItemOutcome> two = evaluate(2, 8, roomy.answering(), "lab", SUITE.subList(0, 1), PATIENT);
        assertEquals(List.of(4), model.limits);
        assertEquals("a b", two.get(0).generated());
    }

    @Test
    void aPromptThatLeavesNoRoomIsNamed() {
        ScriptedModel model = new ScriptedModel(10, prompt -> "C");
        String message = assertThrows(
                        IllegalArgumentException.class, () -> evaluate(24, 8, model.answering(), "lab", SUITE, PATIENT))
                .getMessage();
        assertTrue(message.contains("item-0") && message.contains("10 positions"), message);
    }

    @Test
    void anUnknownTemplateIsRefusedWithTheKnownOnes() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> evaluate(24, 8, answersByNumber().answering(), "alpaka", SUITE, PATIENT))
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
        assertThrows(Abandoned.class, () -> evaluate(24, 2, answersByNumber().answering(), "lab", SUITE, watcher));
        assertEquals(List.of(0, 2, 4), seen);
    }

    @Test
    void anArmPutsItsOwnWordsAroundTheItem() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "C0");
        Arm arm = new Arm("told", "Told that {question}", "Text : {context}", "It is", 0, Optional.empty(), 24);
        new AnswerGeneration(model.answering(), "lab", arm).generate(SUITE.subList(0, 1), runner());
        assertEquals(
                List.of(List.of("<bos> ### Instruction : Told that where is S0 ? ### Input : Text : S0 is C0 ."
                        + " ### Response : It is")),
                model.batches);
    }

    @Test
    void sampledAnswersDependOnTheItemAlone() {
        ScriptedModel model = new ScriptedModel(64, prompt -> "C0");
        Arm arm = new Arm("sampled", "{question}", "{context}", "", 0, Optional.of(new Sampling(3, 0.7, 0.9, 5)), 24);
        List<ModelResponse> responses =
                new AnswerGeneration(model.answering(), "lab", arm).generate(SUITE.subList(0, 4), runner());
        assertEquals(List.of("C0", "C0", "C0"), responses.get(0).texts());
        new AnswerGeneration(model.answering(), "lab", arm).generate(SUITE.subList(0, 1), runner());
        PromptNumbers.Each whole = numbers(model.choices.get(0));
        PromptNumbers.Each alone = numbers(model.choices.get(1));
        assertTrue(whole.numbers().containsAll(alone.numbers()), whole + " without " + alone);
        assertEquals(4, whole.numbers().stream().distinct().count());
    }

    @Test
    void savedResponsesAreNotComputedAgain() {
        ScriptedModel first = answersByNumber();
        List<ModelResponse> kept = new ArrayList<>();
        SavedResponses saved = new SavedResponses() {
            @Override
            public List<ModelResponse> earlier() {
                return List.copyOf(kept);
            }

            @Override
            public void save(List<ModelResponse> batch) {
                kept.addAll(batch);
            }
        };
        AnswerGeneration interrupted = new AnswerGeneration(first.answering(), "lab", Arm.plain(24));
        PromptRunner runner = new PromptRunner(new BatchPolicy(4096, 2), saved, done -> done >= 4);
        assertThrows(Abandoned.class, () -> interrupted.generate(SUITE, runner));
        ScriptedModel second = answersByNumber();
        List<ModelResponse> whole = new AnswerGeneration(second.answering(), "lab", Arm.plain(24))
                .generate(SUITE, new PromptRunner(new BatchPolicy(4096, 2), saved, PATIENT));
        assertEquals(
                4, kept.size() - second.batches.stream().mapToInt(List::size).sum());
        assertEquals(
                new AnswerGeneration(answersByNumber().answering(), "lab", Arm.plain(24)).generate(SUITE, runner()),
                whole);
    }

    private static PromptRunner runner() {
        return new PromptRunner(new BatchPolicy(4096, 8), SavedResponses.none(), PATIENT);
    }

    private static PromptNumbers.Each numbers(TokenChoice choice) {
        return (PromptNumbers.Each) ((TokenChoice.Sampled) choice).numbers();
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

    private static List<ItemOutcome> evaluate(
            int maxNewTokens,
            int maxRows,
            AnsweringModel model,
            String template,
            List<SuiteItem> items,
            Watcher watcher) {
        PromptRunner runner = new PromptRunner(new BatchPolicy(4096, maxRows), SavedResponses.none(), watcher);
        return Suites.outcomes(
                items, new AnswerGeneration(model, template, Arm.plain(maxNewTokens)).generate(items, runner));
    }
}
