package io.tiltmeter.results.application.item;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.ItemRepository;
import io.tiltmeter.results.persistence.OutcomeRepository;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Items of suites with their outcomes. */
@Singleton
public class ItemQueries {
    private final OutcomeRepository outcomes;
    private final ItemRepository items;

    public ItemQueries(OutcomeRepository outcomes, ItemRepository items) {
        this.outcomes = outcomes;
        this.items = items;
    }

    /**
     * An item with its outcome.
     *
     * @param outcome the generated text and the scorer's findings
     * @param item empty if the suite's file did not hold it
     */
    public record AnsweredItem(ItemOutcome outcome, Optional<SuiteItem> item) {}

    /**
     * The numbers of an evaluation's items.
     *
     * @throws NotFound if it was imported without items
     */
    public ItemShares shares(StoredScore score) {
        return Optional.ofNullable(
                        outcomes.shares(List.of(score.evaluationId())).get(score.evaluationId()))
                .orElseThrow(() -> new NotFound(
                        "item of the imported point at step",
                        Integer.toString(score.score().step()),
                        List.of()));
    }

    /**
     * Items with their texts.
     *
     * @param indices in the evaluation's list of items, ascending
     */
    public List<AnsweredItem> read(StoredScore score, int[] indices) {
        List<ItemOutcome> answered = outcomes.documents(score.evaluationId(), indices);
        Map<String, SuiteItem> found = items.items(
                score.provenance().itemsSha256(),
                answered.stream().map(ItemOutcome::itemId).toList());
        return answered.stream()
                .map(outcome -> new AnsweredItem(outcome, Optional.ofNullable(found.get(outcome.itemId()))))
                .toList();
    }
}
