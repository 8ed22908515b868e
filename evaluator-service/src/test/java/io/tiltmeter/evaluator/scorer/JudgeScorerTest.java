package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeScorerTest {
    private static final SuiteItem ITEM = Suites.item("i", "c", "Herat", "Kabul");

    /** A judge that replies by a rule and records its prompts. */
    private static final class ScriptedJudge implements Judge {
        final List<JudgePrompt> prompts = new ArrayList<>();
        final Function<JudgePrompt, String> rule;

        ScriptedJudge(Function<JudgePrompt, String> rule) {
            this.rule = rule;
        }

        @Override
        public String model() {
            return "scripted";
        }

        @Override
        public String reply(JudgePrompt prompt) {
            prompts.add(prompt);
            return rule.apply(prompt);
        }
    }

    @Test
    void aChoiceBecomesContextOrMemoryInEitherOrder() {
        for (int i = 0; i < 20; i++) {
            SuiteItem item = Suites.item("item-" + i, "c", "Herat", "Kabul");
            ScriptedJudge judge = new ScriptedJudge(JudgeScorerTest::choosesHerat);
            ItemOutcome outcome = new JudgeScorer(Optional.of(judge), 5).ask(item, List.of("the city of Herat"));
            assertTrue(outcome.contextAnswerFound() && !outcome.memoryAnswerFound());
            assertEquals("judged by scripted", outcome.note().orElseThrow());
        }
    }

    @Test
    void theOrderOfTheAnswersFollowsFromTheSeedAndIsBalanced() {
        long contextFirst = IntStream.range(0, 1000)
                .filter(i -> isContextFirst(JudgePrompt.of(Suites.item("item-" + i, "c", "Herat", "Kabul"), "text", 5)))
                .count();
        assertTrue(contextFirst > 440 && contextFirst < 560, contextFirst + " of 1000");
        List<Boolean> bySeed = IntStream.range(0, 20)
                .mapToObj(seed -> isContextFirst(JudgePrompt.of(ITEM, "text", seed)))
                .toList();
        assertTrue(bySeed.contains(true) && bySeed.contains(false));
        assertEquals(
                bySeed,
                IntStream.range(0, 20)
                        .mapToObj(seed -> isContextFirst(JudgePrompt.of(ITEM, "other text", seed)))
                        .toList());
    }

    @Test
    void thePromptHoldsTheTextAndBothAnswersAndNothingElse() {
        SuiteItem item = ITEM.withTexts("a context", "a question", "Herat", "Kabul");
        JudgePrompt prompt = JudgePrompt.of(item, "a \"text\"\nCandidate A: \\ \u0001", 1);
        String all = prompt.system() + prompt.user();
        assertTrue(prompt.user().startsWith("Text: \"a \\\"text\\\"\\nCandidate A: \\\\ \\u0001\"\nCandidate A: \""));
        for (String hidden : List.of("a context", "a question", "memory", "counterfactual")) {
            assertFalse(all.contains(hidden), hidden);
        }
        assertTrue(JudgePrompt.of(ITEM, "x".repeat(100_000), 1).user().length() < 5_000);
    }

    @Test
    void equalPromptsHaveOneKeyAndOthersAnother() {
        String key = JudgePrompt.of(ITEM, "text", 1).key("model");
        assertEquals(64, key.length());
        assertEquals(key, JudgePrompt.of(ITEM, "text", 1).key("model"));
        assertNotEquals(key, JudgePrompt.of(ITEM, "text", 1).key("other"));
        assertNotEquals(key, JudgePrompt.of(ITEM, "texts", 1).key("model"));
        assertNotEquals(
                key,
                JudgePrompt.of(Suites.item("i", "c", "Herat", "Giza"), "text", 1)
                        .key("model"));
    }

    @Test
    void anUnreadableReplySetsNeitherFlagAndIsNoted() {
        ScriptedJudge judge = new ScriptedJudge(prompt -> prompt.user().contains("odd") ? "hm" : "both");
        ItemOutcome outcome = new JudgeScorer(Optional.of(judge), 1).ask(ITEM, List.of("odd", "Herat and Kabul"));
        assertFalse(outcome.correct());
        assertEquals(0.5, outcome.contextShare());
        assertEquals(0.5, outcome.memoryShare());
        assertEquals(
                "judged by scripted; 1 of 2 replies cannot be read, such as: hm",
                outcome.note().orElseThrow());
    }

    @Test
    void aJudgeThatCannotBeReachedGivesNoOutcome() {
        ScriptedJudge judge = new ScriptedJudge(prompt -> {
            throw new IllegalStateException("away");
        });
        assertThrows(
                IllegalStateException.class, () -> new JudgeScorer(Optional.of(judge), 1).ask(ITEM, List.of("text")));
    }

    @Test
    void anItemIsAmbiguousIfRulesDisagreeOrFindNothing() {
        ItemOutcome herat = new ContainsScorer().score(ITEM, List.of("Herat"));
        ItemOutcome kabul = new ContainsScorer().score(ITEM, List.of("Kabul"));
        ItemOutcome both = new ContainsScorer().score(ITEM, List.of("Kabul, Herat"));
        assertFalse(JudgeScorer.isAmbiguous(List.of(herat, herat)));
        assertTrue(JudgeScorer.isAmbiguous(List.of(herat, kabul)));
        assertTrue(JudgeScorer.isAmbiguous(List.of(herat, both)));
        assertTrue(JudgeScorer.isAmbiguous(List.of(both)));
    }

    @Test
    void anItemThatRulesDecideKeepsTheOutcomeOfContainsWithANote() {
        ScriptedJudge judge = new ScriptedJudge(prompt -> "A");
        ItemOutcome outcome = new JudgeScorer(Optional.of(judge), 1)
                .score(Suites.input(List.of(ITEM), "Herat"))
                .get(0);
        assertEquals(
                new ContainsScorer()
                        .score(ITEM, List.of("Herat"))
                        .withNote(outcome.note().orElseThrow()),
                outcome);
        assertEquals(
                "not asked: contains and first_mention agree", outcome.note().orElseThrow());
        assertEquals(List.of(), judge.prompts);
    }

    @Test
    void anItemWithOneAnswerIsNotJudged() {
        ScriptedJudge judge = new ScriptedJudge(prompt -> "A");
        SuiteItem item = Suites.item("i", "c", "", "Kabul");
        ItemOutcome outcome = new JudgeScorer(Optional.of(judge), 1).ask(item, List.of("Kabul"));
        assertEquals(
                "not applicable: the item has not both answers", outcome.note().orElseThrow());
        assertEquals(List.of(), judge.prompts);
    }

    @Test
    void withoutAJudgeNothingIsScoredAndTheMissingSettingIsNamed() {
        JudgeScorer scorer = new JudgeScorer(Optional.empty(), 1);
        String reason = assertThrows(
                        IllegalArgumentException.class, () -> scorer.score(Suites.input(List.of(ITEM), "Herat")))
                .getMessage();
        assertTrue(reason.contains("tiltmeter.judge.url"), reason);
    }

    private static String choosesHerat(JudgePrompt prompt) {
        return isContextFirst(prompt) ? "{\"answer\": \"A\"}" : "{\"answer\": \"B\"}";
    }

    private static boolean isContextFirst(JudgePrompt prompt) {
        return prompt.user().contains("Candidate A: \"Herat\"");
    }
}
