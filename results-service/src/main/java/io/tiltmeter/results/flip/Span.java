package io.tiltmeter.results.flip;

import io.tiltmeter.results.curve.ItemHistory;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A checkpoint and its neighbours, by their positions in a history.
 *
 * @param at the checkpoint in question
 * @param first the first of the neighbours, or {@code at}
 * @param last the last of the neighbours, or {@code at}
 */
public record Span(int at, int first, int last) {
    public Span {
        if (first < 0 || first > at || last < at) {
            throw new IllegalArgumentException("checkpoint " + at + " is not within " + first + " to " + last);
        }
    }

    public static Span of(int checkpoint) {
        return new Span(checkpoint, checkpoint, checkpoint);
    }

    /**
     * A checkpoint with as many neighbours as make up a width: half of them on either side, and at an end of the run all on
     * the other.
     *
     * @param width checkpoints in all, at least 1; no more than the history has
     */
    public static Span around(ItemHistory history, int checkpoint, int width) {
        int wide = Math.min(width, history.checkpoints());
        int first = Math.max(0, Math.min(checkpoint - wide / 2, history.checkpoints() - wide));
        return new Span(checkpoint, first, first + wide - 1);
    }

    public IntStream checkpoints() {
        return IntStream.rangeClosed(first, last);
    }

    public List<Integer> steps(ItemHistory history) {
        return checkpoints().mapToObj(history::step).toList();
    }
}
