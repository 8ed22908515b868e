package io.tiltmeter.results.verdict;

import java.util.OptionalDouble;

/**
 * One checkpoint of a curve whose items are not known.
 *
 * @param step optimizer steps taken
 * @param counterfactual counterfactual accuracy, in [0, 1]
 * @param parametric parametric accuracy, in [0, 1]; empty where it was not imported
 * @param items how many items it is a share of; 0 if that is not known
 */
public record UnpairedPoint(int step, double counterfactual, OptionalDouble parametric, int items) {
    public UnpairedPoint {
        if (!isShare(counterfactual) || parametric.isPresent() && !isShare(parametric.getAsDouble()) || items < 0) {
            throw new IllegalArgumentException("step " + step + " has accuracies " + counterfactual + " and "
                    + parametric + " of " + items + " items: accuracies are in [0, 1] and items at least 0");
        }
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }
}
