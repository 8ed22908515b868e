package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.scorer.Agreement.Count;
import io.tiltmeter.evaluator.scorer.Agreement.Disagreement;
import io.tiltmeter.evaluator.scorer.Agreement.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final List<String> TEXTS =
            List.of("Herat", "Kabul", "Herat, not Kabul", "nowhere", "Kabul, maybe", "Herat");
    private static final double[] MARGINS = {2, -2, 2, 0.5, 0.5, 2};
    private static final List<SuiteItem> ITEMS = IntStream.range(0, 6)
            .mapToObj(i -> Suites.item("item-" + i, "fact-" + i, "Herat", "Kabul"))
            .toList();

    @Test
    void scorersAgreeWhereTheirLabelsAreEqual() {
        Agreement agreement = Agreement.of(ITEMS, outcomes());
        assertEquals(new Count(6, 4, 0, 3, 3), agreement.all());
        assertEquals(4.0 / 6, agreement.all().share());
        assertEquals(1, agreement.all().shareOfDecided());
    }

    @Test
    void everyPairOfScorersIsCompared() {
        assertEquals(
                List.of(
                        new Pair("contains-v3", "first_mention-v2", new Count(6, 5, 0, 4, 4)),
                        new Pair("contains-v3", "logprob-v1", new Count(6, 4, 0, 3, 3)),
                        new Pair("first_mention-v2", "logprob-v1", new Count(6, 5, 0, 4, 4))),
                Agreement.of(ITEMS, outcomes()).pairs());
    }

    @Test
    void itemsWithDifferentLabelsAreListed() {
        assertEquals(
                List.of(
                        new Disagreement(
                                ITEMS.get(2),
                                "Herat, not Kabul",
                                Map.of(
                                        "contains-v3",
                                        AnswerLabel.OTHER,
                                        "first_mention-v2",
                                        AnswerLabel.CONTEXT,
                                        "logprob-v1",
                                        AnswerLabel.CONTEXT)),
                        new Disagreement(
                                ITEMS.get(4),
                                "Kabul, maybe",
                                Map.of(
                                        "contains-v3",
                                        AnswerLabel.MEMORY,
                                        "first_mention-v2",
                                        AnswerLabel.MEMORY,
                                        "logprob-v1",
                                        AnswerLabel.OTHER))),
                Agreement.of(ITEMS, outcomes()).disagreements());
    }

    @Test
    void theOrderOfOutcomesMakesNoDifference() {
        Map<String, List<ItemOutcome>> shuffled = new LinkedHashMap<>(outcomes());
        shuffled.computeIfPresent("contains-v3", (scorer, outcomes) -> {
            List<ItemOutcome> other = new ArrayList<>(outcomes);
            Collections.reverse(other);
            return other;
        });
        assertEquals(Agreement.of(ITEMS, outcomes()), Agreement.of(ITEMS, shuffled));
    }

    @Test
    void severalAnswersHaveTheLabelOfMost() {
        ContainsScorer scorer = new ContainsScorer();
        assertEquals(
                AnswerLabel.MEMORY, AnswerLabel.of(scorer.score(ITEMS.get(0), List.of("Herat", "Kabul", "Kabul"))));
        assertEquals(AnswerLabel.OTHER, AnswerLabel.of(scorer.score(ITEMS.get(0), List.of("Herat", "Kabul"))));
    }

    @Test
    void scorersOfOtherItemsCannotBeCompared() {
        Map<String, List<ItemOutcome>> fewer = new LinkedHashMap<>(outcomes());
        fewer.put("logprob-v1", fewer.get("logprob-v1").subList(0, 4));
        String message = assertThrows(IllegalArgumentException.class, () -> Agreement.of(ITEMS, fewer))
                .getMessage();
        assertTrue(message.contains("logprob-v1 lacks 2, such as item-4"), message);
        assertThrows(IllegalArgumentException.class, () -> Agreement.of(ITEMS, Map.of("contains-v3", List.of())));
    }

    private static Map<String, List<ItemOutcome>> outcomes() {
        Map<String, List<ItemOutcome>> outcomes = new LinkedHashMap<>();
        for (TextScorer scorer : List.of(new ContainsScorer(), new FirstMentionScorer())) {
            outcomes.put(
                    scorer.name() + "-v" + scorer.version(),
                    IntStream.range(0, 6)
                            .mapToObj(i -> scorer.score(ITEMS.get(i), List.of(TEXTS.get(i))))
                            .toList());
        }
        outcomes.put(
                "logprob-v1",
                IntStream.range(0, 6)
                        .mapToObj(i -> LogprobScorer.score(
                                ITEMS.get(i),
                                new AnswerLikelihoods(
                                        Suites.likelihood(List.of(-3 + MARGINS[i])), Suites.likelihood(List.of(-3.0))),
                                1))
                        .toList());
        return outcomes;
    }
}
