package io.tiltmeter.results.verdict;

/**
 * Least-squares fits of a series by one that never decreases, by pooling neighbours that do (pool adjacent violators,
 * Ayer et al. 1955).
 */
final class MonotoneFit {
    private final double[] levels;
    private final int[] sizes;
    private final double[] errors;
    private int blocks;

    private MonotoneFit(int capacity) {
        this.levels = new double[capacity];
        this.sizes = new int[capacity];
        this.errors = new double[capacity + 1];
    }

    /**
     * Squared errors of the fits of all beginnings of a series.
     *
     * @return at place {@code n}, the sum of squared errors of the fit of the first {@code n} values
     */
    static double[] errorsOfBeginnings(double[] values) {
        MonotoneFit fit = new MonotoneFit(values.length);
        double[] errors = new double[values.length + 1];
        for (int place = 0; place < values.length; place++) {
            fit.add(values[place]);
            errors[place + 1] = fit.errors[fit.blocks];
        }
        return errors;
    }

    /** The fit itself; one value for each of the series. */
    static double[] of(double[] values) {
        MonotoneFit fit = new MonotoneFit(values.length);
        for (double value : values) {
            fit.add(value);
        }
        double[] fitted = new double[values.length];
        int place = 0;
        for (int block = 0; block < fit.blocks; block++) {
            for (int each = 0; each < fit.sizes[block]; each++) {
                fitted[place++] = fit.levels[block];
            }
        }
        return fitted;
    }

    /** {@code errors[b]} is the error of the first {@code b} blocks. */
    private void add(double value) {
        double level = value;
        int size = 1;
        double error = 0;
        while (blocks > 0 && levels[blocks - 1] > level) {
            blocks--;
            double apart = levels[blocks] - level;
            double ofBlock = errors[blocks + 1] - errors[blocks];
            error += ofBlock + (double) sizes[blocks] * size / (sizes[blocks] + size) * apart * apart;
            level = (levels[blocks] * sizes[blocks] + level * size) / (sizes[blocks] + size);
            size += sizes[blocks];
        }
        levels[blocks] = level;
        sizes[blocks] = size;
        errors[blocks + 1] = errors[blocks] + error;
        blocks++;
    }
}
