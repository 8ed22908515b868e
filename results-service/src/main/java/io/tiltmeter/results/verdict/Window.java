package io.tiltmeter.results.verdict;

/**
 * Neighbouring checkpoints taken together, by their positions in the run, not by steps.
 *
 * @param first position of the first, from 0
 * @param size how many, at least 1
 */
public record Window(int first, int size) {
    private static final double WIDTH = 2.0 / 3;

    public Window {
        if (first < 0 || size < 1) {
            throw new IllegalArgumentException("a window of " + size + " checkpoints from position " + first);
        }
    }

    /**
     * How many checkpoints a window takes in a run of so many: two thirds of the root, rounded, at least one. 3 to 5
     * checkpoints give 1, 8 give 2, 22 give 3, 50 give 5 and 200 give 9.
     */
    public static int width(int checkpoints) {
        return Math.max(1, (int) Math.round(WIDTH * Math.sqrt(checkpoints)));
    }

    public int last() {
        return first + size - 1;
    }

    double mean(double[] values) {
        double sum = 0;
        for (int checkpoint = first; checkpoint <= last(); checkpoint++) {
            sum += values[checkpoint];
        }
        return sum / size;
    }

    /** The mean without the one checkpoint that raises it most. */
    double meanWithoutHighest(double[] values) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int checkpoint = first; checkpoint <= last(); checkpoint++) {
            highest = Math.max(highest, values[checkpoint]);
        }
        return (mean(values) * size - highest) / (size - 1);
    }

    /** The mean without the one checkpoint that lowers it most. */
    double meanWithoutLowest(double[] values) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int checkpoint = first; checkpoint <= last(); checkpoint++) {
            lowest = Math.min(lowest, values[checkpoint]);
        }
        return (mean(values) * size - lowest) / (size - 1);
    }
}
