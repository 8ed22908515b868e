package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogprobScorerTest {
    private static final SuiteItem ITEM = item("Herat", "Kabul");

    @ParameterizedTest
    @CsvSource({
        "1.0, -1.0, -3.0, context",
        "1.0, -1.0, -2.0, context",
        "1.0, -1.0, -1.75, ambiguous",
        "1.0, -1.75, -1.0, ambiguous",
        "1.0, -2.0, -1.0, memory",
        "1.0, -1.0, -1.0, ambiguous",
        "0.0, -1.0, -1.25, context",
        "0.0, -1.25, -1.0, memory",
        "0.0, -1.0, -1.0, ambiguous",
        "Infinity, -1.0, -90.0, ambiguous"
    })
    void theMarginDecidesFromTheThresholdOn(double threshold, double context, double memory, String label) {
        AnswerLikelihoods likelihoods = likelihoods(List.of(context), List.of(memory));
        ItemOutcome outcome = LogprobScorer.score(ITEM, likelihoods, threshold);
        assertEquals(label.equals("context"), outcome.contextAnswerFound());
        assertEquals(label.equals("memory"), outcome.memoryAnswerFound());
        assertEquals(label.equals("ambiguous") ? Optional.of("ambiguous") : Optional.empty(), outcome.note());
        assertEquals(Optional.of(likelihoods), outcome.likelihoods());
        assertEquals("", outcome.generated());
    }

    @Test
    void answersAreComparedByTheirMeanWhateverTheirLength() {
        AnswerLikelihoods likelihoods = likelihoods(List.of(-0.5, -0.5, -0.5, -0.5, -0.5), List.of(-2.0));
        assertTrue(LogprobScorer.score(ITEM, likelihoods, 1).contextAnswerFound());
    }

    @ParameterizedTest
    @CsvSource({"Herat, '', no memory answer", "'', Kabul, no context answer", "'', '', neither answer"})
    void anItemWithoutBothAnswersIsNotApplicable(String context, String memory, String reason) {
        SuiteItem item = item(context, memory);
        ItemOutcome outcome = LogprobScorer.score(item, likelihoods(List.of(-1.0), List.of(-9.0)), 1);
        assertTrue(outcome.note().orElseThrow().contains(reason), outcome.toString());
        assertEquals(List.of(false, false), List.of(outcome.contextAnswerFound(), outcome.memoryAnswerFound()));
        assertEquals(Optional.empty(), outcome.likelihoods());
    }

    @Test
    void likelihoodsThatAreNotFiniteDecideNothing() {
        ItemOutcome outcome = LogprobScorer.score(
                ITEM, likelihoods(List.of(Double.NEGATIVE_INFINITY), List.of(Double.NEGATIVE_INFINITY)), 1);
        assertTrue(outcome.note().orElseThrow().contains("finite"));
        assertEquals(false, outcome.correct());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, Double.NaN})
    void aThresholdBelowZeroIsRefused(double threshold) {
        assertThrows(
                IllegalArgumentException.class,
                () -> LogprobScorer.score(ITEM, likelihoods(List.of(-1.0), List.of(-2.0)), threshold));
    }

    private static AnswerLikelihoods likelihoods(List<Double> context, List<Double> memory) {
        return new AnswerLikelihoods(Suites.likelihood(context), Suites.likelihood(memory));
    }

    private static SuiteItem item(String context, String memory) {
        return Suites.item("i", "c", context, memory);
    }
}
