package io.tiltmeter.languagemodel.training;

/** Standard deviations of a new model's weights; norms are 1. */
public sealed interface Initialization {

    /** Embedding, and the output head where it is not tied. */
    double embedding(int hiddenSize);

    /** q, k, v, gate and up projections, whose input is the residual stream. */
    double inputProjection(int hiddenSize);

    /**
     * o and down projections, whose output is added to the residual stream.
     *
     * @param inputSize width of their input: heads x head width, or the feed-forward width
     */
    double outputProjection(int inputSize, int layers);

    /** One standard deviation for every matrix, as {@code initializer_range} of Hugging Face's Llama. */
    record Uniform(double standardDeviation) implements Initialization {
        public Uniform {
            if (!(standardDeviation > 0 && Double.isFinite(standardDeviation))) {
                throw new IllegalArgumentException(
                        "standardDeviation " + standardDeviation + " is not positive; Hugging Face's default is 0.02");
            }
        }

        @Override
        public double embedding(int hiddenSize) {
            return standardDeviation;
        }

        @Override
        public double inputProjection(int hiddenSize) {
            return standardDeviation;
        }

        @Override
        public double outputProjection(int inputSize, int layers) {
            return standardDeviation;
        }
    }

    /**
     * Scaled by the input width of a matrix, output projections also by the depth (as GPT-2, Radford et al. 2019, section
     * 2.3).
     *
     * @param embeddingDeviation standard deviation of the embedding
     * @param gain a matrix of input width n gets gain / sqrt(n)
     */
    record ScaledByWidth(double embeddingDeviation, double gain) implements Initialization {
        public ScaledByWidth {
            if (!(embeddingDeviation > 0 && gain > 0 && Double.isFinite(embeddingDeviation + gain))) {
                throw new IllegalArgumentException("embeddingDeviation " + embeddingDeviation + " and gain " + gain
                        + " must both be positive; the lab uses 0.02 and 0.5");
            }
        }

        @Override
        public double embedding(int hiddenSize) {
            return embeddingDeviation;
        }

        @Override
        public double inputProjection(int hiddenSize) {
            return gain / Math.sqrt(hiddenSize);
        }

        @Override
        public double outputProjection(int inputSize, int layers) {
            return gain / Math.sqrt(inputSize) / Math.sqrt(2.0 * layers);
        }
    }

    /** Hugging Face's Llama: N(0, 0.02^2) everywhere. */
    static Initialization huggingFace() {
        return new Uniform(0.02);
    }

    /** The lab study: embedding N(0, 0.02^2), others by width with gain 0.5. */
    static Initialization lab() {
        return new ScaledByWidth(0.02, 0.5);
    }
}
