package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.scorer.Distractors;
import io.tiltmeter.evaluator.scorer.FirstMentionScorer;
import io.tiltmeter.evaluator.scorer.JudgedItem;
import io.tiltmeter.evaluator.scorer.KnowledgeFilterScorer;
import io.tiltmeter.evaluator.scorer.LogprobScorer;
import io.tiltmeter.evaluator.scorer.TextScorer;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The rules that judge what was read of a model by the readings alone. */
public final class TaskScoring {
    private static final Map<String, TextScorer> OF_TEXTS =
            Map.of(ContainsScorer.NAME, new ContainsScorer(), FirstMentionScorer.NAME, new FirstMentionScorer());

    private TaskScoring() {}

    /** Whether a rule judges each generated text by itself. */
    public static boolean judgesTexts(String scorer) {
        return OF_TEXTS.containsKey(scorer);
    }

    /** The newest version of a rule that judges texts. */
    public static int textVersion(String scorer) {
        return OF_TEXTS.get(scorer).version();
    }

    /**
     * Whether generated texts follow the context, memory, both or neither.
     *
     * @param scorer one that {@link #judgesTexts}
     * @param readings of the items' answers, in the order of the items
     */
    public static List<ItemOutcome> texts(String scorer, List<SuiteItem> items, List<ItemReading> readings) {
        TextScorer rule = OF_TEXTS.get(scorer);
        return each(items, readings, (item, reading) -> JudgedItem.of(item, reading.texts(), rule));
    }

    /**
     * Which answer the model finds likelier.
     *
     * @param thresholdNats a smaller margin decides nothing
     * @param readings of both answers, the context answer first
     */
    public static List<ItemOutcome> likelihoods(
            double thresholdNats, List<SuiteItem> items, List<ItemReading> readings) {
        LogprobScorer rule = new LogprobScorer(thresholdNats);
        return each(
                items,
                readings,
                (item, reading) -> reading.likelihoods().isEmpty()
                        ? rule.unscored(item)
                        : rule.score(
                                item,
                                new AnswerLikelihoods(
                                        reading.likelihoods().get(0),
                                        reading.likelihoods().get(1))));
    }

    /**
     * Which items the model knows.
     *
     * @param wanted distractors that were asked for
     * @param readings of the memory answer, the context answer and the distractors
     */
    public static List<ItemOutcome> knowledge(int wanted, List<SuiteItem> items, List<ItemReading> readings) {
        KnowledgeFilterScorer rule = new KnowledgeFilterScorer();
        return each(
                items,
                readings,
                (item, reading) -> reading.likelihoods().isEmpty()
                        ? rule.unscored(item, "not applicable: the item has not both answers")
                        : rule.score(
                                item,
                                new AnswerLikelihoods(
                                        reading.likelihoods().get(1),
                                        reading.likelihoods().get(0)),
                                new Distractors(
                                        wanted,
                                        reading.texts()
                                                .subList(2, reading.texts().size())),
                                reading.likelihoods()
                                        .subList(2, reading.likelihoods().size())));
    }

    /** The part that the rule of this name judges. */
    public static Part part(String scorer) {
        return switch (scorer) {
            case EvaluationPlan.CONTAINS, EvaluationPlan.FIRST_MENTION, EvaluationPlan.JUDGE -> Part.ANSWERS;
            case EvaluationPlan.LOGPROB -> Part.LIKELIHOODS;
            case Asking.KNOWLEDGE -> Part.CANDIDATES;
            default -> Part.RESPONSES;
        };
    }

    private static List<ItemOutcome> each(
            List<SuiteItem> items, List<ItemReading> readings, BiFunction<SuiteItem, ItemReading, ItemOutcome> rule) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> rule.apply(items.get(i), readings.get(i)))
                .toList();
    }
}
