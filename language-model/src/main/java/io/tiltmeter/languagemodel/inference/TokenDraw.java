package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Samples tokens from logits. */
final class TokenDraw {

    private final Sampled how;

    TokenDraw(Sampled how) {
        this.how = how;
    }

    /**
     * @param logits (V)
     * @param prompt index of the prompt in the call
     * @param step new tokens before this one
     */
    int draw(float[] logits, int prompt, int sample, int step) {
        return pick(probabilities(logits), chance(how.seed(), how.numbers().of(prompt), sample, step));
    }

    /** A number in [0, 1) from a seed and counters. Each counter is mixed before the next is added, so that no two lists collide. */
    static double chance(long seed, long... counters) {
        long state = seed;
        for (long counter : counters) {
            state = new SplittableRandom(state).nextLong() + counter;
        }
        return new SplittableRandom(state).nextDouble();
    }

    /** Probabilities after all filters, (V), not normalised. */
    double[] probabilities(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            if (Float.isNaN(logit)) {
                throw new IllegalStateException("the model computed a logit that is NaN: its weights may be damaged");
            }
            largest = Math.max(largest, logit);
        }
        double lowest = smallestKept(logits);
        double[] weights = new double[logits.length];
        for (int id = 0; id < logits.length; id++) {
            weights[id] = logits[id] < lowest ? 0 : Math.exp((logits[id] - largest) / how.temperature());
        }
        if (how.topP() < 1) {
            keepLikeliest(weights);
        }
        return weights;
    }

    /** Logit of the last of the k largest. */
    private double smallestKept(float[] logits) {
        if (how.topK() == Sampled.ALL || how.topK() >= logits.length) {
            return Double.NEGATIVE_INFINITY;
        }
        float[] ascending = logits.clone();
        Arrays.sort(ascending);
        return ascending[logits.length - how.topK()];
    }

    /** A token stays if the likelier ones together have less than p; of equals the lower ids count as likelier. */
    private void keepLikeliest(double[] weights) {
        double[] ascending = weights.clone();
        Arrays.sort(ascending);
        double limit = Arrays.stream(ascending).sum() * how.topP();
        double before = 0;
        int kept = 0;
        for (int at = ascending.length - 1; at >= 0 && ascending[at] > 0 && before < limit; at--) {
            before += ascending[at];
            kept++;
        }
        double lowest = ascending[ascending.length - kept];
        int equalsKept = kept;
        for (double weight : weights) {
            equalsKept -= weight > lowest ? 1 : 0;
        }
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] < lowest || weights[id] == lowest && equalsKept-- <= 0) {
                weights[id] = 0;
            }
        }
    }

    private static int pick(double[] weights, double chance) {
        double left = Arrays.stream(weights).sum() * chance;
        int last = -1;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] > 0) {
                last = id;
                left -= weights[id];
                if (left < 0) {
                    return id;
                }
            }
        }
        return last; // rounding may leave a rest
    }
}
