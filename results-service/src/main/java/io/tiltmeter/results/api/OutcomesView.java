package io.tiltmeter.results.api;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.store.ItemStore.AnsweredItem;
import java.util.List;
import java.util.Optional;

/**
 * What a checkpoint answered, item by item.
 *
 * @param suite the suite's name in this run
 * @param total items that match, of which this is the part from {@code offset} on
 */
public record OutcomesView(
        String runId,
        int step,
        String suite,
        String suiteId,
        SuiteKind kind,
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
     * @param generated what it generated
     * @param contextAnswerFound whether the context answer stands in the generated text
     * @param memoryAnswerFound whether the memory answer does
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
            boolean memoryAnswerFound) {

        static OutcomeItem of(AnsweredItem answered) {
            Optional<SuiteItem> item = answered.item();
            return new OutcomeItem(
                    answered.outcome().itemId(),
                    answered.outcome().clusterId(),
                    item.map(SuiteItem::question),
                    item.map(SuiteItem::context),
                    item.map(SuiteItem::contextAnswer),
                    item.map(SuiteItem::memoryAnswer),
                    item.map(SuiteItem::contextAliases).orElse(List.of()),
                    item.map(SuiteItem::memoryAliases).orElse(List.of()),
                    item.map(SuiteItem::tags).orElse(List.of()),
                    answered.outcome().generated(),
                    answered.outcome().contextAnswerFound(),
                    answered.outcome().memoryAnswerFound());
        }
    }
}
