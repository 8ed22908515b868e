package io.tiltmeter.results.flip;

import io.tiltmeter.results.curve.ItemHistory;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answers to one item along a run.
 *
 * @param labels one {@link AnswerLabel#letter letter} a checkpoint, by ascending step
 * @param flips how often it changed sides between the context's answer and memory's, whatever came in between: {@code CNM}
 *     is one flip, {@code CNC} none
 */
public record ItemStory(String itemId, String clusterId, String labels, int flips) {
    /** The stories of all items, by item id. */
    public static List<ItemStory> of(ItemHistory history) {
        return IntStream.range(0, history.items().size())
                .mapToObj(item -> of(history, item))
                .toList();
    }

    private static ItemStory of(ItemHistory history, int item) {
        StringBuilder labels = new StringBuilder(history.checkpoints());
        int flips = 0;
        AnswerLabel side = AnswerLabel.UNANSWERED;
        for (int checkpoint = 0; checkpoint < history.checkpoints(); checkpoint++) {
            AnswerLabel label = AnswerLabel.at(history, item, checkpoint);
            labels.append(label.letter());
            if (label == AnswerLabel.CONTEXT || label == AnswerLabel.MEMORY) {
                flips += side != AnswerLabel.UNANSWERED && side != label ? 1 : 0;
                side = label;
            }
        }
        return new ItemStory(history.items().id(item), history.items().cluster(item), labels.toString(), flips);
    }
}
