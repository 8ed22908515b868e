package io.tiltmeter.results.theory;

/**
 * The same model in the coordinates of embeddings: Phi, u and W_V are written out, as docs/theory.md has them. Independent of the
 * model that it checks, but for the numbers of the tokens and their first logits.
 */
final class DenseTheory {
    private final int subjects;
    private final int tokens;

    /** (d, K) */
    final double[][] phi;

    /** (d) */
    final double[] u;

    /** (d, d) */
    final double[][] valueWeights;

    DenseTheory(TheoryWorld world, double relationPenalty) {
        subjects = world.subjects();
        tokens = world.tokens();
        int dimensions = tokens + 2;
        phi = new double[dimensions][tokens];
        for (int token = 0; token < tokens - 1; token++) {
            phi[token][token] = Math.sqrt(0.5);
            phi[token < subjects ? dimensions - 3 : dimensions - 2][token] = Math.sqrt(0.5);
        }
        phi[dimensions - 1][tokens - 1] = 1;
        u = new double[dimensions];
        u[dimensions - 1] = -relationPenalty;
        double[][] table = new double[tokens][tokens];
        for (int token = 0; token < tokens; token++) {
            double[] column = new double[tokens];
            world.addFirstLogits(token, 1, column);
            for (int output = 0; output < tokens; output++) {
                table[output][token] = column[output];
            }
        }
        double[][] inverse = inverse(product(transposed(phi), phi));
        valueWeights = product(product(product(product(phi, inverse), table), inverse), transposed(phi));
    }

    int thetaC() {
        return phi.length - 2;
    }

    int thetaS() {
        return phi.length - 3;
    }

    double[] attention(TheoryExample example) {
        double[] scores = new double[example.tokens().length];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < u.length; j++) {
                scores[i] += phi[j][example.tokens()[i]] * u[j];
            }
        }
        return softmax(scores);
    }

    double[] probabilities(TheoryExample example) {
        double[] attention = attention(example);
        double[] mixed = new double[u.length];
        for (int i = 0; i < attention.length; i++) {
            for (int j = 0; j < u.length; j++) {
                mixed[j] += attention[i] * phi[j][example.tokens()[i]];
            }
        }
        double[] logits = new double[tokens];
        for (int j = 0; j < u.length; j++) {
            double value = 0;
            for (int k = 0; k < u.length; k++) {
                value += valueWeights[j][k] * mixed[k];
            }
            for (int output = 0; output < tokens; output++) {
                logits[output] += phi[j][output] * value;
            }
        }
        return softmax(logits);
    }

    double loss(TheoryExample example) {
        return -Math.log(probabilities(example)[example.target()]);
    }

    private static double[] softmax(double[] logits) {
        double sum = 0;
        double[] shares = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            shares[i] = Math.exp(logits[i]);
            sum += shares[i];
        }
        for (int i = 0; i < logits.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }

    static double[][] product(double[][] left, double[][] right) {
        double[][] result = new double[left.length][right[0].length];
        for (int i = 0; i < left.length; i++) {
            for (int k = 0; k < right.length; k++) {
                for (int j = 0; j < right[0].length; j++) {
                    result[i][j] += left[i][k] * right[k][j];
                }
            }
        }
        return result;
    }

    /** By Gauss and Jordan, of a positive definite matrix. */
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            inverse[i][i] = 1;
        }
        for (int pivot = 0; pivot < n; pivot++) {
            double scale = matrix[pivot][pivot];
            for (int j = 0; j < n; j++) {
                matrix[pivot][j] /= scale;
                inverse[pivot][j] /= scale;
            }
            for (int i = 0; i < n; i++) {
                double factor = i == pivot ? 0 : matrix[i][pivot];
                for (int j = 0; j < n && factor != 0; j++) {
                    matrix[i][j] -= factor * matrix[pivot][j];
                    inverse[i][j] -= factor * inverse[pivot][j];
                }
            }
        }
        return inverse;
    }
}
