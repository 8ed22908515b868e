package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.results.flip.Flip.Direction;
import io.tiltmeter.results.flip.FlipSet;
import io.tiltmeter.results.flip.SliceDrop;
import java.util.List;
import java.util.Optional;

/**
 * Items that change sides between two checkpoints.
 *
 * @param suite the knowledge-conflict suite it is about
 * @param scorer the rule that judged its answers
 * @param arm how it was put to the model
 * @param itemFilter {@code all}, or {@code known} for those that the base model knows
 * @param slice the slice that it was asked of; absent if all items count
 * @param fromStep the checkpoint before
 * @param toStep the checkpoint after
 * @param fromSteps it and its neighbours: a robust flip holds at all of them
 * @param toSteps likewise
 * @param answered items that both checkpoints answered
 * @param contextToMemory items answered by the context alone before and from memory alone after
 * @param memoryToContext the reverse
 * @param dropItems items that every checkpoint of both windows answered
 * @param drop counterfactual accuracy over these items and the checkpoints before, less that over the ones after
 * @param items the part of the flips that is asked for, by item id
 * @param total flips that match, of which this is the part from {@code offset} on
 * @param slices what each slice of the suite has to do with the drop
 */
public record FlipsView(
        String runId,
        String runName,
        String suite,
        String scorer,
        String arm,
        String itemFilter,
        Optional<String> slice,
        int fromStep,
        int toStep,
        List<Integer> fromSteps,
        List<Integer> toSteps,
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
     * @param from what was answered before
     * @param to what was answered after
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
            Answer to) {}

    /**
     * What one checkpoint answered.
     *
     * @param generated the text; the first, if several were drawn
     * @param contextSpan where the context answer stands in it, for scorers that look for it
     * @param memorySpan where the memory answer stands
     * @param furtherAnswers the second and further texts
     */
    public record Answer(
            int step,
            String generated,
            boolean contextAnswerFound,
            boolean memoryAnswerFound,
            Optional<AnswerSpan> contextSpan,
            Optional<AnswerSpan> memorySpan,
            List<JudgedAnswer> furtherAnswers) {}

    /**
     * A slice's part in the drop.
     *
     * @param slice {@code DIMENSION:VALUE}
     * @param partition whether the slices of its dimension hold every item exactly once: then their shares add up to 1
     * @param items of the slice, of {@code drop_items}
     * @param drop over the slice's items alone
     * @param contribution the part of the whole drop that they make
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
