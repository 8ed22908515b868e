package io.tiltmeter.results.flip;

import io.tiltmeter.results.curve.ItemHistory;

/** Whose answer a checkpoint gave to an item. */
public enum AnswerLabel {
    CONTEXT('C'),
    MEMORY('M'),
    /** The text contains both answers. */
    BOTH('B'),
    NEITHER('N'),
    UNANSWERED('-'),
    /** Several answers were drawn, and not all of them are of one kind. */
    MIXED('P');

    private final char letter;

    AnswerLabel(char letter) {
        this.letter = letter;
    }

    /** In histories. */
    public char letter() {
        return letter;
    }

    /** The label of an item at a checkpoint. */
    static AnswerLabel at(ItemHistory history, int item, int checkpoint) {
        return of(history.context(item, checkpoint), history.memory(item, checkpoint));
    }

    /**
     * The label of these shares of answers.
     *
     * @param context that follow the context, in [0, 1]; NaN if there is none
     * @param memory that follow memory, likewise
     */
    static AnswerLabel of(double context, double memory) {
        if (Double.isNaN(context) || Double.isNaN(memory)) {
            return UNANSWERED;
        }
        if (!whole(context) || !whole(memory)) {
            return MIXED;
        }
        if (context == 1) {
            return memory == 1 ? BOTH : CONTEXT;
        }
        return memory == 1 ? MEMORY : NEITHER;
    }

    private static boolean whole(double share) {
        return share == 0 || share == 1;
    }
}
