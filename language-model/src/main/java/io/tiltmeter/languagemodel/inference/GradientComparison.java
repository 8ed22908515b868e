package io.tiltmeter.languagemodel.inference;

/**
 * The gradient of one sum of log-probabilities beside that of a reference.
 *
 * @param norm its L2 norm
 * @param referenceNorm that of the reference
 * @param product their inner product: the change of one by a small step along the gradient of the other, for a step of length 1
 */
public record GradientComparison(double norm, double referenceNorm, double product) {

    /** The cosine of the angle between them, in [-1, 1]; not a number if one of them is 0. */
    public double cosine() {
        return Math.max(-1, Math.min(1, product / (norm * referenceNorm)));
    }
}
