package io.tiltmeter.results.rest.item;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.results.application.item.FlipQueries.Answers;
import io.tiltmeter.results.flip.ItemStory;
import io.tiltmeter.servicekit.rest.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whose answer each checkpoint gave to each item.
 *
 * @param steps of the checkpoints, ascending
 * @param items those of the page
 * @param total items there are
 */
public record HistoryResponse(
        @JsonUnwrapped SeriesResponse series, List<Integer> steps, List<Item> items, int total, int limit, int offset) {
    static HistoryResponse of(Answers answers, Comparator<ItemStory> order, Optional<String> slice, Page page) {
        List<ItemStory> stories = ItemStory.of(answers.history());
        return new HistoryResponse(
                SeriesResponse.of(answers, slice),
                IntStream.range(0, answers.history().checkpoints())
                        .mapToObj(answers.history()::step)
                        .toList(),
                stories.stream()
                        .sorted(order)
                        .skip(page.offset())
                        .limit(page.limit())
                        .map(Item::of)
                        .toList(),
                stories.size(),
                page.limit(),
                page.offset());
    }

    /**
     * One item.
     *
     * @param labels one letter a checkpoint: {@code C} the context's answer, {@code M} memory's, {@code B} both, {@code N}
     *     neither, {@code -} unanswered, {@code P} several answers of different kinds
     * @param flips how often it changed between {@code C} and {@code M}, whatever came in between
     */
    public record Item(String itemId, String clusterId, String labels, int flips) {
        static Item of(ItemStory story) {
            return new Item(story.itemId(), story.clusterId(), story.labels(), story.flips());
        }
    }
}
