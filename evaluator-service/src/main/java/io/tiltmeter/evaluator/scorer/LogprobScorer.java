package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of an item's answers a model finds likelier, by the mean log-probability of their tokens, each with the right ones
 * before it (PAPER.md, section 1). The margin is the context answer's mean less the memory answer's; where it is smaller
 * than the threshold the item is {@value #AMBIGUOUS} and has neither flag. Nothing is generated, so the text is blank.
 *
 * <p>Only the answers' main spellings are compared: a model that prefers an alias of one answer may find the other
 * likelier. An item without both answers has neither flag, and its note says why.
 */
public final class LogprobScorer implements Scorer {
    public static final String NAME = EvaluationPlan.LOGPROB;

    /** The note on an item that is too close to call. */
    public static final String AMBIGUOUS = "ambiguous";

    private static final String THRESHOLD = "threshold=";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public ResponseKind input() {
        return ResponseKind.LIKELIHOODS;
    }

    @Override
    public String settings(RequestedEvaluation evaluation) {
        double thresholdNats = evaluation.logprobThresholdNats();
        return thresholdNats == EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS ? "" : THRESHOLD + thresholdNats;
    }

    @Override
    public List<ItemOutcome> score(ScoringInput input) {
        double thresholdNats = input.settings().isEmpty()
                ? EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS
                : Double.parseDouble(input.settings().substring(THRESHOLD.length()));
        return input.each((item, response) -> response.likelihoods().isEmpty()
                ? unscored(item)
                : score(
                        item,
                        new AnswerLikelihoods(
                                response.likelihoods().get(0),
                                response.likelihoods().get(1)),
                        thresholdNats));
    }

    /**
     * The outcome of an item by the likelihoods of its answers.
     *
     * @param thresholdNats least margin that decides, in nats a token; at 0 every margin but 0 itself does
     * @throws IllegalArgumentException if it is negative or no number
     */
    static ItemOutcome score(SuiteItem item, AnswerLikelihoods likelihoods, double thresholdNats) {
        if (!(thresholdNats >= 0)) {
            throw new IllegalArgumentException("the logprob threshold " + thresholdNats + " is not at least 0 nats");
        }
        if (!item.isConflict()) {
            return unscored(item);
        }
        double margin = likelihoods.marginNats();
        if (!Double.isFinite(margin)) {
            return unscored(item, "the model gives the answers no finite likelihoods");
        }
        boolean decided = Math.abs(margin) >= thresholdNats && margin != 0;
        return new ItemOutcome(
                item.id(),
                item.clusterId(),
                "",
                decided && margin > 0,
                decided && margin < 0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(likelihoods),
                Map.of(),
                Optional.empty(),
                decided ? Optional.empty() : Optional.of(AMBIGUOUS));
    }

    /** The outcome of an item without both answers. */
    private static ItemOutcome unscored(SuiteItem item) {
        String missing = item.contextAnswer().isBlank()
                ? item.memoryAnswer().isBlank() ? "neither answer" : "no context answer"
                : "no memory answer";
        return unscored(item, "not applicable: the item has " + missing + ", and two are compared");
    }

    private static ItemOutcome unscored(SuiteItem item, String reason) {
        return new ItemOutcome(item.id(), item.clusterId(), "", false, false).withNote(reason);
    }
}
