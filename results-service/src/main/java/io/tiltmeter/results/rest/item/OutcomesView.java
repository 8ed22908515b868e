package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.application.item.AnsweredItems.AnsweredItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint answered, item by item.
 *
 * @param suite the suite's name in this run
 * @param scorer the rule that judged
 * @param arm how the suite was put to the model
 * @param scorers all that judged this suite
 * @param arms all that it was put in
 * @param total items that match, of which this is the part from {@code offset} on
 */
public record OutcomesView(
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

    /**
     * One item and its answer.
     *
     * @param clusterId items that share it are resampled together
     * @param question absent, with the following, if the suite's file did not hold the item
     * @param contextAnswer what the context says; empty text if it says nothing
     * @param memoryAnswer what the model learned before; empty text if it learned nothing
     * @param generated what it generated; the first text, if several were drawn
     * @param contextAnswerFound whether the context answer stands in the generated text
     * @param memoryAnswerFound whether the memory answer does
     * @param contextSpan where the context answer stands, for scorers that look for it
     * @param memorySpan where the memory answer stands
     * @param furtherAnswers the second and further texts with what was found in each
     * @param likelihoods how likely the model finds both answers, for scorers that ask
     * @param contextMeanNats mean log-probability of a token of the context answer
     * @param memoryMeanNats the same of the memory answer
     * @param marginNats the first less the second
     * @param metrics further numbers by the names of lm-evaluation-harness
     * @param credit how right the answer is, in [0, 1], where that is more than yes or no
     * @param note what the scorer has to say
     */
    public record OutcomeItem(
            String itemId,
            String clusterId,
            Optional<String> question,
            Optional<String> context,
            Optional<String> contextAnswer,
            Optional<String> memoryAnswer,
            List<String> contextAliases,
            List<String> memoryAliases,
            List<String> tags,
            String generated,
            boolean contextAnswerFound,
            boolean memoryAnswerFound,
            Optional<AnswerSpan> contextSpan,
            Optional<AnswerSpan> memorySpan,
            List<JudgedAnswer> furtherAnswers,
            Optional<AnswerLikelihoods> likelihoods,
            Optional<Double> contextMeanNats,
            Optional<Double> memoryMeanNats,
            Optional<Double> marginNats,
            Map<String, Double> metrics,
            Optional<Double> credit,
            Optional<String> note) {

        static OutcomeItem of(AnsweredItem answered) {
            Optional<SuiteItem> item = answered.item();
            ItemOutcome outcome = answered.outcome();
            return new OutcomeItem(
                    outcome.itemId(),
                    outcome.clusterId(),
                    item.map(SuiteItem::question),
                    item.map(SuiteItem::context),
                    item.map(SuiteItem::contextAnswer),
                    item.map(SuiteItem::memoryAnswer),
                    item.map(SuiteItem::contextAliases).orElse(List.of()),
                    item.map(SuiteItem::memoryAliases).orElse(List.of()),
                    item.map(SuiteItem::tags).orElse(List.of()),
                    outcome.generated(),
                    outcome.contextAnswerFound(),
                    outcome.memoryAnswerFound(),
                    outcome.contextSpan(),
                    outcome.memorySpan(),
                    outcome.furtherAnswers(),
                    outcome.likelihoods(),
                    outcome.likelihoods().map(both -> both.contextAnswer().meanNats()),
                    outcome.likelihoods().map(both -> both.memoryAnswer().meanNats()),
                    outcome.likelihoods().map(AnswerLikelihoods::marginNats),
                    outcome.metrics(),
                    outcome.credit(),
                    outcome.note());
        }
    }
}
