package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.DistractorChoice.Distractors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnowledgeScorerTest {
    private static final SuiteItem ITEM = Suites.item("i", "c", "Herat", "Kabul");

    @Test
    void anAnswerMoreLikelyThanEveryRivalIsKnown() {
        ItemOutcome outcome = score(-1, -2, new Distractors(2, List.of("Paris", "Rome")), -1.5, -3);
        assertTrue(outcome.memoryAnswerFound());
        assertFalse(outcome.contextAnswerFound());
        assertEquals(Map.of("rivals_beaten", 1.0), outcome.metrics());
        assertEquals(Optional.of("+0.5000 nats a token to the best rival \"Paris\""), outcome.note());
        assertEquals(-1, outcome.likelihoods().orElseThrow().memoryAnswer().meanNats());
    }

    @Test
    void anAnswerIsNotKnownIfOneRivalIsAsLikely() {
        ItemOutcome distractor = score(-1, -2, new Distractors(2, List.of("Paris", "Rome")), -1, -3);
        assertFalse(distractor.memoryAnswerFound());
        assertEquals(2.0 / 3, distractor.metrics().get("rivals_beaten"), 1e-12);
        ItemOutcome context = score(-1, -0.5, new Distractors(1, List.of("Paris")), -3);
        assertFalse(context.memoryAnswerFound());
        assertEquals(Optional.of("-0.5000 nats a token to the best rival \"Herat\""), context.note());
    }

    @Test
    void withoutDistractorsTheContextAnswerIsTheOnlyRivalAndTheNoteSaysSo() {
        ItemOutcome outcome = score(-1, -2, new Distractors(5, List.of()));
        assertTrue(outcome.memoryAnswerFound());
        assertTrue(outcome.note().orElseThrow().endsWith("; only 0 of 5 distractors: the suite has no more"));
        assertFalse(score(-1, -2, new Distractors(0, List.of()))
                .note()
                .orElseThrow()
                .contains("only"));
    }

    @Test
    void anItemThatCannotBeScoredIsNotKnown() {
        ItemOutcome infinite = score(Double.NEGATIVE_INFINITY, -2, new Distractors(0, List.of()));
        assertFalse(infinite.memoryAnswerFound());
        assertTrue(infinite.note().orElseThrow().contains("finite"));
        SuiteItem standard = Suites.item("i", "c", "", "Kabul");
        ItemOutcome outcome =
                KnowledgeScorer.score(standard, answers(-1, -2), new Distractors(0, List.of()), List.of());
        assertTrue(outcome.note().orElseThrow().contains("not applicable"));
        assertThrows(
                IllegalArgumentException.class, () -> score(-1, -2, new Distractors(2, List.of("Paris", "Rome")), -3));
    }

    private ItemOutcome score(double memory, double context, Distractors distractors, double... likelihoods) {
        List<AnswerLikelihood> found = Arrays.stream(likelihoods)
                .mapToObj(nats -> Suites.likelihood(List.of(nats)))
                .toList();
        return KnowledgeScorer.score(ITEM, answers(memory, context), distractors, found);
    }

    private static AnswerLikelihoods answers(double memory, double context) {
        return new AnswerLikelihoods(Suites.likelihood(List.of(context)), Suites.likelihood(List.of(memory)));
    }
}
