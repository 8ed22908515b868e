package io.tiltmeter.results.theory;

import java.util.List;

/**
 * The model f(x) = softmax(W_H^T W_V P softmax(P^T u)) with u = W_KQ phi(r), P the embeddings of the input's tokens and the head
 * W_H = Phi, which is frozen. It is held in the coordinates of tokens, where it is exact: as the scores Phi^T u, and as the
 * coefficients of W_V - W_V0.
 *
 * <p>For an example with target a: sigma = softmax(P^T u), z = Phi^T W_V P sigma, e = onehot(a) - softmax(z), g = (Phi^T W_V P)^T e.
 * Then -dL/du = P w with w = sigma * (g - sigma . g), and -dL/dW_V = (Phi e) (P sigma)^T.
 */
final class OneLayerModel {
    private final TheoryWorld world;
    private final double[] scores;
    private final LearnedValues learned;

    /** @param relationPenalty b of u0 = -b phi(r) */
    OneLayerModel(TheoryWorld world, double relationPenalty) {
        this.world = world;
        scores = new double[world.tokens()];
        scores[world.relation()] = -relationPenalty;
        learned = new LearnedValues(world);
    }

    /** What the model makes of an example at its present weights, and the gradients. */
    TheoryGradient gradient(TheoryExample example) {
        int[] tokens = example.tokens();
        double[] attention = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            attention[i] = scores[tokens[i]];
        }
        toProbabilities(attention);
        double[] logits = logits(tokens, attention);
        double[] error = logits.clone();
        double logSum = toProbabilities(error);
        for (int output = 0; output < error.length; output++) {
            error[output] = -error[output];
        }
        error[example.target()] += 1;
        double[] pull = values(tokens, error);
        double mean = 0;
        for (int i = 0; i < tokens.length; i++) {
            mean += attention[i] * pull[i];
        }
        for (int i = 0; i < tokens.length; i++) {
            pull[i] = attention[i] * (pull[i] - mean);
        }
        return new TheoryGradient(logSum - logits[example.target()], attention, logits, error, pull);
    }

    /**
     * A step down the mean gradient of examples.
     *
     * @param gradients of the examples, in their order, at the present weights
     */
    void step(List<TheoryExample> examples, List<TheoryGradient> gradients, double etaK, double etaV) {
        double[] pull = new double[world.tokens()];
        for (int n = 0; n < examples.size(); n++) {
            int[] tokens = examples.get(n).tokens();
            TheoryGradient gradient = gradients.get(n);
            for (int i = 0; i < tokens.length; i++) {
                pull[tokens[i]] += etaK / examples.size() * gradient.pull()[i];
                if (etaV != 0) {
                    learned.learn(tokens[i], etaV / examples.size() * gradient.attention()[i], gradient.error());
                }
            }
        }
        double[] change = new double[world.tokens()];
        world.multiplyByGram(pull, change);
        for (int token = 0; token < scores.length; token++) {
            scores[token] += change[token];
        }
    }

    /** ||W_V - W_V0||, the Frobenius norm. */
    double valueChange() {
        return learned.norm();
    }

    /** z = Phi^T W_V P sigma, (K). */
    private double[] logits(int[] tokens, double[] attention) {
        double[] logits = new double[world.tokens()];
        if (!learned.isZero()) {
            double[] coefficients = new double[world.tokens()];
            for (int i = 0; i < tokens.length; i++) {
                learned.addColumn(tokens[i], attention[i], coefficients);
            }
            world.multiplyByGram(coefficients, logits);
        }
        for (int i = 0; i < tokens.length; i++) {
            world.addFirstLogits(tokens[i], attention[i], logits);
        }
        return logits;
    }

    /** g = (Phi^T W_V P)^T e, (tokens of the input). */
    private double[] values(int[] tokens, double[] error) {
        double[] values = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            values[i] = world.firstAgreement(tokens[i], error);
        }
        if (!learned.isZero()) {
            double[] gramOfError = new double[world.tokens()];
            world.multiplyByGram(error, gramOfError);
            for (int i = 0; i < tokens.length; i++) {
                values[i] += learned.columnTimes(tokens[i], gramOfError);
            }
        }
        return values;
    }

    /** Replaces logits by probabilities, and returns the logarithm of their sum. */
    private static double toProbabilities(double[] logits) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, logit);
        }
        double sum = 0;
        double last = highest;
        double exponential = 1;
        for (int i = 0; i < logits.length; i++) {
            // While W_V is frozen, most outputs have the same logit.
            if (logits[i] != last) {
                last = logits[i];
                exponential = Math.exp(last - highest);
            }
            logits[i] = exponential;
            sum += exponential;
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
        return highest + Math.log(sum);
    }
}
