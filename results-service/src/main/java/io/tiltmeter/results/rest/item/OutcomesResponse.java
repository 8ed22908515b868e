package io.tiltmeter.results.rest.item;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.application.item.ItemQueries.AnsweredItem;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.servicekit.rest.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answers of a checkpoint, item by item.
 *
 * @param suite the suite's name in this run
 * @param scorer the rule that judged
 * @param arm how the suite was prompted
 * @param scorers all that judged this suite
 * @param arms all in which the suite was evaluated
 * @param total items that match, of which these are a page
 */
public record OutcomesResponse(
        String runId,
        int step,
        String suite,
        String suiteId,
        SuiteKind kind,
        String scorer,
        int scorerVersion,
        String arm,
        String engine,
        List<String> scorers,
        List<String> arms,
        long total,
        int limit,
        int offset,
        List<OutcomeItem> items) {
    static OutcomesResponse of(ScoredRun scored, StoredScore score, List<AnsweredItem> items, int total, Page page) {
        return new OutcomesResponse(
                scored.run().state().runId(),
                score.score().step(),
                scored.nameOf(score),
                score.suiteId(),
                score.kind(),
                score.provenance().scorer(),
                score.provenance().scorerVersion(),
                score.provenance().arm(),
                score.provenance().engine(),
                scored.series().scorersOf(score.suiteId()),
                scored.series().armsOf(score.suiteId()),
                total,
                page.limit(),
                page.offset(),
                items.stream().map(OutcomeItem::of).toList());
    }

    /**
     * One item and its answer.
     *
     * @param clusterId items that share it are resampled together
     * @param metrics further numbers by the names of lm-evaluation-harness
     * @param credit how right the answer is, in [0, 1], for scorers with partial credit
     * @param note a remark of the scorer
     */
    public record OutcomeItem(
            String itemId,
            String clusterId,
            @JsonUnwrapped Texts texts,
            @JsonUnwrapped AnswerResponse answer,
            @JsonUnwrapped Likelihoods likelihoods,
            Map<String, Double> metrics,
            Optional<Double> credit,
            Optional<String> note) {
        static OutcomeItem of(AnsweredItem answered) {
            ItemOutcome outcome = answered.outcome();
            return new OutcomeItem(
                    outcome.itemId(),
                    outcome.clusterId(),
                    Texts.of(answered.item()),
                    AnswerResponse.of(outcome),
                    Likelihoods.of(outcome.likelihoods()),
                    outcome.metrics(),
                    outcome.credit(),
                    outcome.note());
        }
    }

    /**
     * The texts of an item; absent if the suite's file did not hold it.
     *
     * @param contextAnswer what the context says; empty if it says nothing
     * @param memoryAnswer what the model learned before; empty if it learned nothing
     */
    public record Texts(
            Optional<String> question,
            Optional<String> context,
            Optional<String> contextAnswer,
            Optional<String> memoryAnswer,
            List<String> contextAliases,
            List<String> memoryAliases,
            List<String> tags) {
        private static Texts of(Optional<SuiteItem> item) {
            return new Texts(
                    item.map(SuiteItem::question),
                    item.map(SuiteItem::context),
                    item.map(SuiteItem::contextAnswer),
                    item.map(SuiteItem::memoryAnswer),
                    item.map(SuiteItem::contextAliases).orElse(List.of()),
                    item.map(SuiteItem::memoryAliases).orElse(List.of()),
                    item.map(SuiteItem::tags).orElse(List.of()));
        }
    }

    /**
     * How likely both answers are to the model, for scorers that measure it.
     *
     * @param contextMeanNats mean log-probability of a token of the context answer
     * @param memoryMeanNats the same of the memory answer
     * @param marginNats the first minus the second
     */
    public record Likelihoods(
            Optional<AnswerLikelihoods> likelihoods,
            Optional<Double> contextMeanNats,
            Optional<Double> memoryMeanNats,
            Optional<Double> marginNats) {
        private static Likelihoods of(Optional<AnswerLikelihoods> both) {
            return new Likelihoods(
                    both,
                    both.map(each -> each.contextAnswer().meanNats()),
                    both.map(each -> each.memoryAnswer().meanNats()),
                    both.map(AnswerLikelihoods::marginNats));
        }
    }
}
