package io.tiltmeter.results.rest.item;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.results.application.item.FlipQueries;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.flip.DropBySlice;
import io.tiltmeter.results.flip.Flip;
import io.tiltmeter.results.flip.Flip.Direction;
import io.tiltmeter.results.flip.FlipSet;
import io.tiltmeter.results.flip.SliceDrop;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Page;
import java.util.List;
import java.util.Optional;

/**
 * Items that flip between two checkpoints.
 *
 * @param answered items that both checkpoints answered
 * @param contextToMemory items answered by the context alone before and from memory alone after
 * @param memoryToContext the reverse
 * @param dropItems items that every checkpoint of both windows answered
 * @param drop counterfactual accuracy over these items at the checkpoints before, minus that at the ones after
 * @param items the flips of the page, by item id
 * @param total flips that match, of which this is the part from {@code offset} on
 * @param slices the contribution of each slice of the suite to the drop
 */
public record FlipsResponse(
        @JsonUnwrapped SeriesResponse series,
        @JsonUnwrapped Spans spans,
        int answered,
        Flips contextToMemory,
        Flips memoryToContext,
        int dropItems,
        double drop,
        List<Item> items,
        int total,
        int limit,
        int offset,
        List<OfSlice> slices) {
    static FlipsResponse of(
            FlipQueries.Flips found, Optional<String> slice, DropBySlice drop, List<Item> items, int total, Page page) {
        ItemHistory history = found.answers().history();
        return new FlipsResponse(
                SeriesResponse.of(found.answers(), slice),
                new Spans(
                        history.step(found.from().at()),
                        history.step(found.to().at()),
                        found.from().steps(history),
                        found.to().steps(history)),
                found.flips().answered().size(),
                Flips.of(found.flips(), Direction.CONTEXT_TO_MEMORY),
                Flips.of(found.flips(), Direction.MEMORY_TO_CONTEXT),
                drop.items(),
                drop.drop(),
                items,
                total,
                page.limit(),
                page.offset(),
                drop.slices().stream().map(OfSlice::of).toList());
    }

    /**
     * The checkpoints between which items flip.
     *
     * @param fromStep the checkpoint before
     * @param toStep the checkpoint after
     * @param fromSteps it and its neighbours: a robust flip holds at all of them
     * @param toSteps likewise
     */
    public record Spans(int fromStep, int toStep, List<Integer> fromSteps, List<Integer> toSteps) {}

    /**
     * How many items flip one way.
     *
     * @param robustCount those that hold at every checkpoint of both windows
     */
    public record Flips(int count, int robustCount) {
        static Flips of(FlipSet flips, Direction direction) {
            return new Flips(flips.count(direction), flips.robustCount(direction));
        }
    }

    /**
     * An item that flips.
     *
     * @param direction {@code context_to_memory} or {@code memory_to_context}
     * @param robust whether it holds at every checkpoint of both windows
     * @param question absent, with the following, if the suite's file did not hold the item
     * @param from the answer before
     * @param to the answer after
     */
    public record Item(
            String itemId,
            String clusterId,
            String direction,
            boolean robust,
            Optional<String> question,
            Optional<String> context,
            Optional<String> contextAnswer,
            Optional<String> memoryAnswer,
            List<String> tags,
            Answer from,
            Answer to) {
        static Item of(Flip flip, Optional<SuiteItem> item, Answer from, Answer to) {
            return new Item(
                    flip.itemId(),
                    flip.clusterId(),
                    Json.name(flip.direction()),
                    flip.robust(),
                    item.map(SuiteItem::question),
                    item.map(SuiteItem::context),
                    item.map(SuiteItem::contextAnswer),
                    item.map(SuiteItem::memoryAnswer),
                    item.map(SuiteItem::tags).orElse(List.of()),
                    from,
                    to);
        }
    }

    public record Answer(int step, @JsonUnwrapped AnswerResponse answer) {
        static Answer of(int step, ItemOutcome outcome) {
            return new Answer(step, AnswerResponse.of(outcome));
        }
    }

    /**
     * The contribution of a slice to the drop.
     *
     * @param slice {@code DIMENSION:VALUE}
     * @param partition whether the slices of its dimension contain every item exactly once: then their shares add up to 1
     * @param items of the slice, of {@code drop_items}
     * @param drop over the slice's items alone
     * @param contribution their part of the whole drop
     * @param shareOfDrop the same over the whole drop; negative where the slice rose. Absent if there was no drop
     * @param contextToMemory items of the slice that flip so
     * @param memoryToContext items of the slice that flip back
     */
    public record OfSlice(
            String slice,
            boolean partition,
            int items,
            double drop,
            double contribution,
            Optional<Double> shareOfDrop,
            int contextToMemory,
            int memoryToContext) {
        static OfSlice of(SliceDrop drop) {
            return new OfSlice(
                    drop.slice().id(),
                    drop.partition(),
                    drop.items(),
                    drop.drop(),
                    drop.contribution(),
                    drop.shareOfDrop().isPresent()
                            ? Optional.of(drop.shareOfDrop().getAsDouble())
                            : Optional.empty(),
                    drop.contextToMemory(),
                    drop.memoryToContext());
        }
    }
}
