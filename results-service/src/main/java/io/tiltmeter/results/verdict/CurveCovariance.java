package io.tiltmeter.results.verdict;

/** The noise of a curve's checkpoints: independent between them, and shared by all items with a persistence. */
final class CurveCovariance {
    private final double[][] inverse;
    private final double[] inverseOfLevel;
    private final double precisionOfLevel;
    private final double logDeterminant;

    /**
     * @param own variance of one checkpoint by itself, above 0
     * @param deviation of the noise that persists
     * @param correlation of that between neighbours, in [0, 1)
     */
    CurveCovariance(int checkpoints, double own, double deviation, double correlation) {
        double[][] factor = new double[checkpoints][checkpoints];
        double logs = 0;
        for (int row = 0; row < checkpoints; row++) {
            for (int column = 0; column <= row; column++) {
                double covariance = deviation * deviation * Math.pow(correlation, row - column);
                double left = covariance + (row == column ? own : 0);
                for (int each = 0; each < column; each++) {
                    left -= factor[row][each] * factor[column][each];
                }
                factor[row][column] = row == column ? Math.sqrt(left) : left / factor[column][column];
            }
            logs += 2 * Math.log(factor[row][row]);
        }
        this.logDeterminant = logs;
        this.inverse = inverse(factor);
        this.inverseOfLevel = new double[checkpoints];
        double sum = 0;
        for (int row = 0; row < checkpoints; row++) {
            for (int column = 0; column < checkpoints; column++) {
                inverseOfLevel[row] += inverse[row][column];
            }
            sum += inverseOfLevel[row];
        }
        this.precisionOfLevel = sum;
    }

    private static double[][] inverse(double[][] factor) {
        int size = factor.length;
        double[][] inverse = new double[size][size];
        for (int column = 0; column < size; column++) {
            double[] solved = new double[size];
            for (int row = column; row < size; row++) {
                double left = row == column ? 1 : 0;
                for (int each = column; each < row; each++) {
                    left -= factor[row][each] * solved[each];
                }
                solved[row] = left / factor[row][row];
            }
            for (int row = size - 1; row >= 0; row--) {
                double left = solved[row];
                for (int each = row + 1; each < size; each++) {
                    left -= factor[each][row] * inverse[each][column];
                }
                inverse[row][column] = left / factor[row][row];
            }
        }
        return inverse;
    }

    /** The values times the inverse of the covariance, with the best level subtracted. */
    double[] withoutLevel(double[] values) {
        double[] weighed = new double[values.length];
        double level = 0;
        for (int row = 0; row < values.length; row++) {
            double sum = 0;
            double[] weights = inverse[row];
            for (int column = 0; column < values.length; column++) {
                sum += weights[column] * values[column];
            }
            weighed[row] = sum;
            level += inverseOfLevel[row] * values[row];
        }
        for (int row = 0; row < values.length; row++) {
            weighed[row] -= level / precisionOfLevel * inverseOfLevel[row];
        }
        return weighed;
    }

    /** The logarithm of the density's factor after the level, of which any is as probable, is integrated. */
    double logDensityOfLevel() {
        return -(logDeterminant + Math.log(precisionOfLevel)) / 2;
    }
}
