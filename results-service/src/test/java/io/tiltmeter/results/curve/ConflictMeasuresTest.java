package io.tiltmeter.results.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConflictMeasuresTest {
    @Test
    void countsOfItemsGiveTheRatioAndTheShares() {
        ConflictMeasures measures = measures(items(30, 40, 10, 20));
        assertEquals(50.0 / 90, value(measures.memorizationRatio()), 1e-12);
        assertEquals(0.1, value(measures.both()), 1e-12);
        assertEquals(0.2, value(measures.neither()), 1e-12);
        assertEquals(Optional.empty(), measures.marginNats());
    }

    @Test
    void theRatioOfNoAnswerIsAbsentAndTheSharesAreNot() {
        ConflictMeasures measures = measures(items(0, 0, 0, 12));
        assertEquals(Optional.empty(), measures.memorizationRatio());
        assertEquals(
                new Bounded(0, Optional.of(0.0), Optional.of(0.0)),
                measures.both().orElseThrow());
        assertEquals(
                new Bounded(1, Optional.of(1.0), Optional.of(1.0)),
                measures.neither().orElseThrow());
    }

    /** Of single-item clusters without ties the ratio is a share of the items with an answer. */
    @Test
    void theIntervalOfTheRatioIsThatOfAShareOfTheAnsweredItems() {
        Bounded ratio = measures(items(280, 120, 0, 0)).memorizationRatio().orElseThrow();
        double standardError = Math.sqrt(0.3 * 0.7 / 400);
        assertEquals(0.3 - 1.96 * standardError, ratio.low().orElseThrow(), 0.004);
        assertEquals(0.3 + 1.96 * standardError, ratio.high().orElseThrow(), 0.004);
    }

    /** Resamples without any answer have no ratio, and the others give the interval. */
    @Test
    void resamplesWithoutAnAnswerAreLeftOut() {
        Bounded ratio = measures(items(1, 1, 0, 3)).memorizationRatio().orElseThrow();
        assertEquals(0.5, ratio.value());
        assertEquals(0, ratio.low().orElseThrow());
        assertEquals(1, ratio.high().orElseThrow());
    }

    @Test
    void severalAnswersOfAnItemCountBySharesOfTheAnswers() {
        JudgedAnswer both = new JudgedAnswer("both", true, true, Optional.empty(), Optional.empty());
        JudgedAnswer context = new JudgedAnswer("context", true, false, Optional.empty(), Optional.empty());
        ItemOutcome item = new ItemOutcome(
                "item",
                "item",
                "neither",
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(both, context),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        ConflictMeasures measures = measures(List.of(item));
        assertEquals(1.0 / 3, value(measures.both()), 1e-12);
        assertEquals(1.0 / 3, value(measures.neither()), 1e-12);
        assertEquals(1.0 / 3, value(measures.memorizationRatio()), 1e-12);
    }

    @Test
    void theMarginIsTheMeanOverItemsThatHaveOneWithAnIntervalOverClusters() {
        List<ItemOutcome> items = new ArrayList<>();
        for (int fact = 0; fact < 100; fact++) {
            double margin = fact % 2 == 0 ? 1.5 : -0.5;
            items.add(likely("fact-" + fact + "-a", "fact-" + fact, margin));
            items.add(likely("fact-" + fact + "-b", "fact-" + fact, margin));
        }
        items.add(SyntheticOutcomes.item("unscored", "unscored", false, false));
        SuiteOutcomes outcomes = SuiteOutcomes.of(items);
        Bounded margin = measures(items).marginNats().orElseThrow();
        assertEquals(0.5, margin.value(), 1e-12);
        double standardError = 1 / Math.sqrt(100);
        assertEquals(0.5 - 1.96 * standardError, margin.low().orElseThrow(), 0.02);
        assertEquals(0.5 + 1.96 * standardError, margin.high().orElseThrow(), 0.02);
        assertTrue(Double.isNaN(outcomes.shares().marginNats()[200]));
        ItemShares one = outcomes.shares().only(Set.of("fact-0-a"));
        assertEquals(
                1.5,
                value(SuiteScore.of(0, "cf", SuiteKind.KNOWLEDGE_CONFLICT, one, ClusterBootstrap.STANDARD)
                        .measures()
                        .marginNats()),
                1e-12);
    }

    @Test
    void aStandardSuiteHasNone() {
        assertEquals(
                ConflictMeasures.NONE,
                SuiteScore.of(
                                0,
                                "closed_book",
                                SuiteKind.STANDARD,
                                SyntheticOutcomes.firstRight(3, 8),
                                ClusterBootstrap.STANDARD)
                        .measures());
    }

    @Test
    void accuraciesAloneGiveTheRatioWithoutAnInterval() {
        ConflictMeasures measures =
                ConflictMeasures.of(new Estimate(0.3, 0, 1), Optional.of(new Estimate(0.5, 0, 1)), Optional.empty());
        assertEquals(0.625, value(measures.memorizationRatio()), 1e-12);
        assertEquals(Optional.empty(), measures.memorizationRatio().flatMap(Bounded::low));
        assertEquals(Optional.empty(), measures.both());
        assertEquals(Optional.empty(), measures.neither());
        assertEquals(
                ConflictMeasures.NONE,
                ConflictMeasures.of(new Estimate(0.3, 0, 1), Optional.empty(), Optional.empty()));
    }

    private static double value(Optional<Bounded> number) {
        return number.orElseThrow().value();
    }

    private static ConflictMeasures measures(List<ItemOutcome> items) {
        return SuiteScore.of(0, "cf", SuiteKind.KNOWLEDGE_CONFLICT, SuiteOutcomes.of(items), ClusterBootstrap.STANDARD)
                .measures();
    }

    private static List<ItemOutcome> items(int context, int memory, int both, int neither) {
        List<ItemOutcome> items = new ArrayList<>();
        IntStream.range(0, context + memory + both + neither).forEach(index -> {
            String id = String.format("item-%04d", index);
            boolean isBoth = index >= context + memory && index < context + memory + both;
            items.add(SyntheticOutcomes.item(
                    id, id, index < context || isBoth, index >= context && index < context + memory || isBoth));
        });
        return items;
    }

    private static ItemOutcome likely(String id, String cluster, double margin) {
        return new ItemOutcome(
                id,
                cluster,
                "",
                margin > 0,
                margin < 0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(new AnswerLikelihoods(
                        new AnswerLikelihood(List.of(1, 2), List.of(-2.0 + margin, -2.0 + margin)),
                        new AnswerLikelihood(List.of(3), List.of(-2.0)))),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
