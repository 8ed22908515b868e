package io.tiltmeter.results.theory;

/**
 * What W_V has learned, as the coefficients D (K, K) of W_V - W_V0 = Phi D Phi^T. Columns of tokens that no example has are 0
 * and not stored.
 */
final class LearnedValues {
    private final TheoryWorld world;
    private final double[][] columns;
    private final double[] ofSubjects;
    private final double[] ofAnswers;
    private boolean isZero = true;

    LearnedValues(TheoryWorld world) {
        this.world = world;
        columns = new double[world.tokens()][0];
        ofSubjects = new double[world.tokens()];
        ofAnswers = new double[world.tokens()];
    }

    /** Whether nothing has been learned, as while W_V is frozen. */
    boolean isZero() {
        return isZero;
    }

    /** Adds (Phi share error) phi(token)^T to W_V. */
    void learn(int token, double share, double[] error) {
        isZero = false;
        if (columns[token].length == 0) {
            columns[token] = new double[error.length];
        }
        add(error, share, columns[token]);
        if (token != world.relation()) {
            add(error, share, world.isSubject(token) ? ofSubjects : ofAnswers);
        }
    }

    /** Adds a share of the token's column of D Phi^T Phi. */
    void addColumn(int token, double share, double[] sum) {
        if (token == world.relation()) {
            add(columns[token], share, sum);
        } else {
            add(columns[token], share / 2, sum);
            add(world.isSubject(token) ? ofSubjects : ofAnswers, share / 2, sum);
        }
    }

    /** The token's column of D Phi^T Phi, times a vector. */
    double columnTimes(int token, double[] vector) {
        if (token == world.relation()) {
            return product(columns[token], vector);
        }
        return (product(columns[token], vector) + product(world.isSubject(token) ? ofSubjects : ofAnswers, vector)) / 2;
    }

    /** ||W_V - W_V0||, the Frobenius norm. */
    double norm() {
        double[] product = new double[world.tokens()];
        double sum = 0;
        for (int token = 0; token < columns.length; token++) {
            if (columns[token].length > 0) {
                double[] column = new double[world.tokens()];
                addColumn(token, 1, column);
                world.multiplyByGram(column, product);
                sum += product(columns[token], product);
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }

    private static void add(double[] column, double share, double[] sum) {
        for (int i = 0; i < column.length; i++) {
            sum[i] += share * column[i];
        }
    }

    private static double product(double[] column, double[] vector) {
        double sum = 0;
        for (int i = 0; i < column.length; i++) {
            sum += column[i] * vector[i];
        }
        return sum;
    }
}
