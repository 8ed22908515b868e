package io.tiltmeter.results.rest.item;

import io.tiltmeter.results.flip.ItemStory;
import java.util.List;
import java.util.Optional;

/**
 * Whose answer each checkpoint gave to each item.
 *
 * @param suite the knowledge-conflict suite it is about
 * @param scorer the rule that judged its answers
 * @param arm how it was put to the model
 * @param itemFilter {@code all}, or {@code known} for those that the base model knows
 * @param slice the slice that it was asked of; absent if all items count
 * @param steps of the checkpoints, ascending
 * @param items the part of the items that is asked for
 * @param total items there are
 */
public record HistoryView(
        String runId,
        String runName,
        String suite,
        String scorer,
        String arm,
        String itemFilter,
        Optional<String> slice,
        List<Integer> steps,
        List<Item> items,
        int total,
        int limit,
        int offset) {

    /**
     * One item.
     *
     * @param labels one letter a checkpoint: {@code C} the context's answer, {@code M} memory's, {@code B} both, {@code N}
     *     neither, {@code -} unanswered, {@code P} several answers of different kinds
     * @param flips how often it changed sides between {@code C} and {@code M}, whatever came in between
     */
    public record Item(String itemId, String clusterId, String labels, int flips) {
        static Item of(ItemStory story) {
            return new Item(story.itemId(), story.clusterId(), story.labels(), story.flips());
        }
    }
}
