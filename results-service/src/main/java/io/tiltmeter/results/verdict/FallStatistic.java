package io.tiltmeter.results.verdict;

import java.util.Arrays;

/**
 * How much better a curve is fitted by one that falls than by one that never does.
 *
 * @param gain the squared error of the best curve that never falls less that of the best of the {@link Shape}, over the
 *     mean squared residual of the latter: it has no unit, so noise of any size gives it the same distribution
 * @param persistence the correlation of neighbouring residuals of the latter, in [-1, 1]; 0 where it fits exactly
 */
record FallStatistic(double gain, double persistence) {
    /** Sums of squares that differ by less are equal; accuracies are in [0, 1]. */
    private static final double ROUNDING = 1e-12;

    /** Where a curve is fitted exactly, the gain is at most its inverse. */
    private static final double EXACT = 1e-9;

    /** In longer curves a fall ends and a rise begins at one of so many places. */
    private static final int PLACES = 24;

    /** The curves that fall. */
    enum Shape {
        /** Up to a peak, and then down to the end. */
        PEAK,
        /** Up to a peak, down, and up again. */
        VALLEY
    }

    static FallStatistic of(double[] accuracies, Shape shape) {
        int length = accuracies.length;
        double[] rising = MonotoneFit.errorsOfBeginnings(accuracies);
        double[] falls = negated(accuracies);
        double[] afterwards = shape == Shape.PEAK
                ? reversed(MonotoneFit.errorsOfBeginnings(reversed(accuracies)))
                : reversed(MonotoneFit.errorsOfBeginnings(negated(reversed(accuracies))));
        int peak = 0;
        int trough = length;
        double least = Double.POSITIVE_INFINITY;
        int[] places = shape == Shape.PEAK ? all(length) : some(length);
        for (int from : places) {
            if (shape == Shape.PEAK) {
                double error = rising[from] + afterwards[from];
                if (error < least - ROUNDING) {
                    least = error;
                    peak = from;
                }
                continue;
            }
            double[] falling = MonotoneFit.errorsOfBeginnings(Arrays.copyOfRange(falls, from, length));
            for (int to : places) {
                double error = to < from ? least : rising[from] + falling[to - from] + afterwards[to];
                if (error < least - ROUNDING) {
                    least = error;
                    peak = from;
                    trough = to;
                }
            }
        }
        double[] residuals = residuals(accuracies, peak, trough);
        double squares = 0;
        double products = 0;
        for (int place = 0; place < length; place++) {
            squares += residuals[place] * residuals[place];
            products += place > 0 ? residuals[place] * residuals[place - 1] : 0;
        }
        double gain = Math.max(0, rising[length] - squares);
        boolean isExact = squares < ROUNDING * length;
        return new FallStatistic(
                gain < ROUNDING ? 0 : gain / (squares / length + EXACT * gain), isExact ? 0 : products / squares);
    }

    /** From the curve that rises until the peak, falls until the trough, and rises from there. */
    private static double[] residuals(double[] accuracies, int peak, int trough) {
        double[] fitted = new double[accuracies.length];
        double[] first = MonotoneFit.of(Arrays.copyOfRange(accuracies, 0, peak));
        double[] second = negated(MonotoneFit.of(negated(Arrays.copyOfRange(accuracies, peak, trough))));
        double[] third = MonotoneFit.of(Arrays.copyOfRange(accuracies, trough, accuracies.length));
        System.arraycopy(first, 0, fitted, 0, first.length);
        System.arraycopy(second, 0, fitted, peak, second.length);
        System.arraycopy(third, 0, fitted, trough, third.length);
        double[] residuals = new double[accuracies.length];
        for (int place = 0; place < residuals.length; place++) {
            residuals[place] = accuracies[place] - fitted[place];
        }
        return residuals;
    }

    private static int[] all(int length) {
        int[] places = new int[length + 1];
        Arrays.setAll(places, place -> place);
        return places;
    }

    private static int[] some(int length) {
        if (length <= PLACES) {
            return all(length);
        }
        int[] places = new int[PLACES + 1];
        Arrays.setAll(places, place -> (int) Math.round(place * (double) length / PLACES));
        return places;
    }

    private static double[] negated(double[] values) {
        double[] negated = new double[values.length];
        Arrays.setAll(negated, place -> -values[place]);
        return negated;
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        Arrays.setAll(reversed, place -> values[values.length - 1 - place]);
        return reversed;
    }
}
