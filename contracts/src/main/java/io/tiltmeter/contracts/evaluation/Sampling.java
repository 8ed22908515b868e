package io.tiltmeter.contracts.evaluation;

/**
 * Several answers to each item, drawn by chance; an item's accuracy is the mean over them.
 *
 * @param samples answers an item, at least 1
 * @param temperature the logits are divided by it; above 0
 * @param topP share of probability that the likeliest tokens make up, from which is drawn; in (0, 1]
 * @param seed the same seed draws the same answers
 */
public record Sampling(int samples, double temperature, double topP, long seed) {
    public Sampling {
        if (samples < 1 || !(temperature > 0) || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("samples " + samples + ", temperature " + temperature + ", top_p " + topP
                    + ": at least 1, above 0 and in (0, 1] are needed");
        }
    }
}
