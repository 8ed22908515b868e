package io.tiltmeter.languagemodel;

import java.util.ArrayList;
import java.util.List;

/**
 * Rotary position embedding (Su et al. 2021) on the first dimensions of every head.
 *
 * @param theta base of the wavelengths, above 1
 * @param dimensions rotated dimensions of each head, even; the rest of the head is unchanged
 * @param scaling how the frequencies are changed for longer sequences
 */
public record RotaryEmbedding(double theta, int dimensions, Scaling scaling) {

    /** @throws UnsupportedModelException naming all impossible values */
    public RotaryEmbedding {
        List<String> faults = new ArrayList<>();
        if (!(theta > 1 && Double.isFinite(theta))) {
            faults.add("rope_theta " + theta + " is not a finite number above 1");
        }
        if (dimensions < 2 || dimensions % 2 != 0) {
            faults.add("rotary embedding turns " + dimensions
                    + " dimensions of a head; it pairs them, so they must be an even number of at least 2"
                    + " (see head_dim and rotary_pct)");
        }
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException("rotary embedding", faults);
        }
    }

    /** A change of the frequencies. */
    public sealed interface Scaling {
        /** {@code rope_type} of config.json. */
        String ropeType();

        /** @param frequency in radians per position */
        double scaled(double frequency);
    }

    /** Unchanged frequencies. */
    public record Unscaled() implements Scaling {
        @Override
        public String ropeType() {
            return "none";
        }

        @Override
        public double scaled(double frequency) {
            return frequency;
        }
    }

    /**
     * Llama 3.1: long wavelengths are multiplied by a factor, short ones are unchanged, those between are interpolated. As in
     * {@code modeling_rope_utils.py} of Hugging Face transformers 4.48.
     *
     * @param factor at least 1
     * @param lowFreqFactor wavelengths above original positions / this are multiplied by the full factor
     * @param highFreqFactor wavelengths below original positions / this are unchanged; above lowFreqFactor
     * @param originalMaxPositionEmbeddings positions of the model before scaling
     */
    public record Llama3(double factor, double lowFreqFactor, double highFreqFactor, int originalMaxPositionEmbeddings)
            implements Scaling {

        static final String ROPE_TYPE = "llama3";

        /** @throws UnsupportedModelException naming all impossible values */
        public Llama3 {
            List<String> faults = new ArrayList<>();
            if (!(factor >= 1 && Double.isFinite(factor))) {
                faults.add("factor " + factor + " is not a finite number of at least 1");
            }
            if (!(lowFreqFactor > 0 && highFreqFactor > lowFreqFactor && Double.isFinite(highFreqFactor))) {
                faults.add("low_freq_factor " + lowFreqFactor + " and high_freq_factor " + highFreqFactor
                        + " must be above 0, the second above the first");
            }
            if (originalMaxPositionEmbeddings < 1) {
                faults.add("original_max_position_embeddings " + originalMaxPositionEmbeddings + " is not positive");
            }
            if (!faults.isEmpty()) {
                throw new UnsupportedModelException("rope_scaling", faults);
            }
        }

        @Override
        public String ropeType() {
            return ROPE_TYPE;
        }

        @Override
        public double scaled(double frequency) {
            double turns = originalMaxPositionEmbeddings * frequency / (2 * Math.PI);
            if (turns < lowFreqFactor) {
                return frequency / factor;
            }
            if (turns > highFreqFactor) {
                return frequency;
            }
            double kept = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
            return (1 - kept) * frequency / factor + kept * frequency;
        }
    }

    /** Radians per position for each pair of dimensions, highest first; half as many as {@link #dimensions}. */
    public double[] frequencies() {
        double[] frequencies = new double[dimensions / 2];
        for (int pair = 0; pair < frequencies.length; pair++) {
            frequencies[pair] = scaling.scaled(Math.pow(theta, -2.0 * pair / dimensions));
        }
        return frequencies;
    }
}
