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
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeScorerTest {
    private static final SuiteItem ITEM = Suites.item("i", "c", "Herat", "Kabul");

    /** A judge that answers by a rule and remembers what it was asked. */
    private static final class ScriptedJudge implements Judge {
        final List<JudgeQuestion> asked = new ArrayList<>();
        final Function<JudgeQuestion, String> rule;

        ScriptedJudge(Function<JudgeQuestion, String> rule) {
            this.rule = rule;
        }

        @Override
        public String model() {
            return "scripted";
        }

        @Override
        public String reply(JudgeQuestion question) {
            asked.add(question);
            return rule.apply(question);
        }
    }

    @Test
    void theChoiceIsTurnedBackIntoContextAndMemoryWhateverTheOrder() {
        for (int i = 0; i < 20; i++) {
            SuiteItem item = Suites.item("item-" + i, "c", "Herat", "Kabul");
            ScriptedJudge judge = new ScriptedJudge(JudgeScorerTest::choosesHerat);
            ItemOutcome outcome = new JudgeScorer(judge, 5).score(item, List.of("the city of Herat"));
            assertTrue(outcome.contextAnswerFound() && !outcome.memoryAnswerFound());
            assertEquals("judged by scripted", outcome.note().orElseThrow());
        }
    }

    @Test
    void theOrderOfTheAnswersIsThatOfTheSeedAndFairOverItems() {
        long contextFirst = IntStream.range(0, 1000)
                .filter(i ->
                        isContextFirst(JudgeQuestion.of(Suites.item("item-" + i, "c", "Herat", "Kabul"), "text", 5)))
                .count();
        assertTrue(contextFirst > 440 && contextFirst < 560, contextFirst + " of 1000");
        List<Boolean> bySeed = IntStream.range(0, 20)
                .mapToObj(seed -> isContextFirst(JudgeQuestion.of(ITEM, "text", seed)))
                .toList();
        assertTrue(bySeed.contains(true) && bySeed.contains(false));
        assertEquals(
                bySeed,
                IntStream.range(0, 20)
                        .mapToObj(seed -> isContextFirst(JudgeQuestion.of(ITEM, "other text", seed)))
                        .toList());
    }

    @Test
    void theJudgeSeesTheTextAndBothAnswersAndNothingElse() {
        SuiteItem item = ITEM.withTexts("a context", "a question", "Herat", "Kabul");
        JudgeQuestion question = JudgeQuestion.of(item, "a \"text\"\nCandidate A: \\ \u0001", 1);
        String all = question.system() + question.user();
        assertTrue(question.user().startsWith("Text: \"a \\\"text\\\"\\nCandidate A: \\\\ \\u0001\"\nCandidate A: \""));
        for (String untold : List.of("a context", "a question", "memory", "counterfactual")) {
            assertFalse(all.contains(untold), untold);
        }
        assertTrue(JudgeQuestion.of(ITEM, "x".repeat(100_000), 1).user().length() < 5_000);
    }

    @Test
    void equalQuestionsHaveOneKeyAndOthersOthers() {
        String key = JudgeQuestion.of(ITEM, "text", 1).key("model");
        assertEquals(64, key.length());
        assertEquals(key, JudgeQuestion.of(ITEM, "text", 1).key("model"));
        assertNotEquals(key, JudgeQuestion.of(ITEM, "text", 1).key("other"));
        assertNotEquals(key, JudgeQuestion.of(ITEM, "texts", 1).key("model"));
        assertNotEquals(
                key,
                JudgeQuestion.of(Suites.item("i", "c", "Herat", "Giza"), "text", 1)
                        .key("model"));
    }

    @Test
    void aReplyThatCannotBeReadGivesNeitherFlagAndTheNoteSaysSo() {
        ScriptedJudge judge = new ScriptedJudge(question -> question.user().contains("odd") ? "hm" : "both");
        ItemOutcome outcome = new JudgeScorer(judge, 1).score(ITEM, List.of("odd", "Herat and Kabul"));
        assertFalse(outcome.correct());
        assertEquals(0.5, outcome.contextShare());
        assertEquals(0.5, outcome.memoryShare());
        assertEquals(
                "judged by scripted; 1 of 2 replies cannot be read, such as: hm",
                outcome.note().orElseThrow());
    }

    @Test
    void aJudgeWhoCannotBeReachedIsNoOutcome() {
        ScriptedJudge judge = new ScriptedJudge(question -> {
            throw new IllegalStateException("away");
        });
        assertThrows(IllegalStateException.class, () -> new JudgeScorer(judge, 1).score(ITEM, List.of("text")));
    }

    @Test
    void onlyWhatRulesCannotTellIsForTheJudge() {
        ItemOutcome herat = JudgedItem.of(ITEM, List.of("Herat"), new ContainsScorer());
        ItemOutcome kabul = JudgedItem.of(ITEM, List.of("Kabul"), new ContainsScorer());
        ItemOutcome both = JudgedItem.of(ITEM, List.of("Kabul, Herat"), new ContainsScorer());
        assertFalse(JudgeScorer.isAmbiguous(List.of(herat, herat)));
        assertTrue(JudgeScorer.isAmbiguous(List.of(herat, kabul)));
        assertTrue(JudgeScorer.isAmbiguous(List.of(herat, both)));
        assertTrue(JudgeScorer.isAmbiguous(List.of(both)));
        ScriptedJudge judge = new ScriptedJudge(question -> "A");
        JudgeScorer scorer = new JudgeScorer(judge, 1);
        assertEquals(
                "the rules agree",
                scorer.unasked(ITEM, List.of("Herat"), "the rules agree").note().orElseThrow());
        scorer.score(Suites.item("i", "c", "", "Kabul"), List.of("Kabul"));
        assertEquals(List.of(), judge.asked, "an item with one answer is nothing to compare");
    }

    private static String choosesHerat(JudgeQuestion question) {
        return isContextFirst(question) ? "{\"answer\": \"A\"}" : "{\"answer\": \"B\"}";
    }

    private static boolean isContextFirst(JudgeQuestion question) {
        return question.user().contains("Candidate A: \"Herat\"");
    }
}
