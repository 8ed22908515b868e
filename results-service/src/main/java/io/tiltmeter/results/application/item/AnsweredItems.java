package io.tiltmeter.results.application.item;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.ItemStore;
import io.tiltmeter.results.persistence.OutcomeStore;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Questions together with what was answered to them. */
@Singleton
public class AnsweredItems {
    private final OutcomeStore outcomes;
    private final ItemStore items;

    public AnsweredItems(OutcomeStore outcomes, ItemStore items) {
        this.outcomes = outcomes;
        this.items = items;
    }

    /**
     * An item and what was answered to it.
     *
     * @param outcome the generated text and all that the scorer found
     * @param item the question; empty if the suite's file did not hold it
     */
    public record AnsweredItem(ItemOutcome outcome, Optional<SuiteItem> item) {}

    /**
     * The numbers of an evaluation's items.
     *
     * @throws NotFound if it was imported without items
     */
    public ItemShares shares(Handle handle, StoredScore score) {
        return Optional.ofNullable(
                        outcomes.shares(handle, List.of(score.evaluationId())).get(score.evaluationId()))
                .orElseThrow(() -> new NotFound(
                        "item of the imported point at step",
                        Integer.toString(score.score().step()),
                        List.of()));
    }

    /**
     * Whole items.
     *
     * @param places places in the evaluation's list of items, ascending
     */
    public List<AnsweredItem> read(Handle handle, StoredScore score, int[] places) {
        List<ItemOutcome> answered = outcomes.documents(handle, score.evaluationId(), places);
        Map<String, SuiteItem> questions = items.find(
                handle,
                score.provenance().itemsSha256(),
                answered.stream().map(ItemOutcome::itemId).toList());
        return answered.stream()
                .map(outcome -> new AnsweredItem(outcome, Optional.ofNullable(questions.get(outcome.itemId()))))
                .toList();
    }
}
