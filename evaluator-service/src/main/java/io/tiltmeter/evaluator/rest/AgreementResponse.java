package io.tiltmeter.evaluator.rest;

import io.tiltmeter.evaluator.application.AgreementService.EvaluationAgreement;
import io.tiltmeter.evaluator.application.AgreementService.RunAgreement;
import io.tiltmeter.evaluator.scorer.Agreement;
import io.tiltmeter.evaluator.scorer.Agreement.Count;
import io.tiltmeter.evaluator.scorer.AnswerLabel;
import java.util.List;
import java.util.Map;

/**
 * How far the scorers of some evaluations agree.
 *
 * @param all over all of these evaluations
 * @param evaluations one a checkpoint, suite and arm, in the order of the steps
 */
public record AgreementResponse(String runId, Share all, List<Evaluation> evaluations) {

    static AgreementResponse of(String runId, RunAgreement agreement, int maxDisagreements) {
        return new AgreementResponse(
                runId,
                Share.of(agreement.all()),
                agreement.evaluations().stream()
                        .map(evaluation -> Evaluation.of(evaluation, maxDisagreements))
                        .toList());
    }

    /**
     * A count as a share.
     *
     * @param items that were judged
     * @param agreed to which all scorers give one label: context, memory or other
     * @param share of the items, in [0, 1]
     * @param contradicted to which one scorer gives context and another memory
     * @param decided to which no scorer gives the label other
     * @param shareOfDecided of these, those with one label
     */
    public record Share(int items, int agreed, double share, int contradicted, int decided, double shareOfDecided) {
        static Share of(Count count) {
            return new Share(
                    count.items(),
                    count.agreed(),
                    count.share(),
                    count.contradicted(),
                    count.decided(),
                    count.shareOfDecided());
        }
    }

    /**
     * One evaluation.
     *
     * @param id its path below {@code /api/v1/evaluations}
     * @param all of its scorers together
     * @param pairs of every two of them
     * @param disagreements the first items that they label differently
     */
    public record Evaluation(String id, int step, Share all, List<Pair> pairs, List<Disagreement> disagreements) {
        static Evaluation of(EvaluationAgreement found, int maxDisagreements) {
            Agreement agreement = found.agreement();
            return new Evaluation(
                    found.evaluation().id(),
                    found.evaluation().step(),
                    Share.of(agreement.all()),
                    agreement.pairs().stream()
                            .map(pair -> new Pair(pair.first(), pair.second(), Share.of(pair.count())))
                            .toList(),
                    agreement.disagreements().stream()
                            .limit(maxDisagreements)
                            .map(Disagreement::of)
                            .toList());
        }
    }

    /** Two scorers. */
    public record Pair(String first, String second, Share agreement) {}

    /**
     * An item that scorers label differently.
     *
     * @param labels context, memory or other, by scorer
     */
    public record Disagreement(
            String itemId,
            String question,
            String contextAnswer,
            String memoryAnswer,
            String generated,
            Map<String, AnswerLabel> labels) {
        static Disagreement of(Agreement.Disagreement found) {
            return new Disagreement(
                    found.item().id(),
                    found.item().question(),
                    found.item().contextAnswer(),
                    found.item().memoryAnswer(),
                    found.generated(),
                    found.labels());
        }
    }
}
