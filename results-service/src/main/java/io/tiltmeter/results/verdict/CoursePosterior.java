package io.tiltmeter.results.verdict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.results.statistics.Normal;
import io.tiltmeter.results.verdict.CourseLibrary.Course;
import io.tiltmeter.results.verdict.CourseLibrary.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * How probable the courses of {@link CourseLibrary} are: a Bayesian comparison. A curve is its level (any is as
 * probable), a course with a change of some size (exponential beyond the smallest, with a mean of {@value #MEAN_CHANGE}
 * more), and noise of two kinds: what items give each checkpoint by itself, which is measured, and what all items of a
 * checkpoint share, which may persist and is unknown (a grid of deviations and correlations of neighbours). Level and
 * change are integrated exactly, the rest is summed.
 */
final class CoursePosterior {
    private static final double MEAN_CHANGE = 0.10;

    private static final double[] DEVIATIONS = {0, 0.01, 0.02, 0.03, 0.045, 0.065};
    private static final double[] OF_DEVIATIONS = {0.20, 0.25, 0.25, 0.15, 0.10, 0.05};
    private static final double[] CORRELATIONS = {0, 0.3, 0.5, 0.7};
    private static final double[] OF_CORRELATIONS = {0.40, 0.25, 0.20, 0.15};

    /** Variances of items are rounded to powers of this, so that models can be kept. */
    private static final double STEP = 1.15;

    /** Half a point: no course of the library is exactly that of a run. */
    private static final double LEAST_VARIANCE = 0.005 * 0.005;

    private static final int LONGEST = 100;

    /** Of 100 checkpoints, one takes about 2.5 MB. */
    private static final int KEPT = 12;

    private static final Cache<Key, CoursePosterior> MODELS =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    /** Digits beyond this depend on the processor's exponential function. */
    private static final double DIGITS = 1e6;

    private final List<Course> courses;
    private final List<Noise> noises = new ArrayList<>();
    private final double[][] precisions;

    private record Key(int checkpoints, long variance) {}

    /** One kind of noise, with its probability beforehand. */
    private record Noise(double logPrior, CurveCovariance covariance) {}

    private CoursePosterior(int checkpoints, double itemVariance) {
        this.courses = CourseLibrary.of(checkpoints);
        for (int deviation = 0; deviation < DEVIATIONS.length; deviation++) {
            int correlations = DEVIATIONS[deviation] == 0 ? 1 : CORRELATIONS.length;
            for (int which = 0; which < correlations; which++) {
                double prior = OF_DEVIATIONS[deviation] * (correlations == 1 ? 1 : OF_CORRELATIONS[which]);
                noises.add(new Noise(
                        Math.log(prior),
                        new CurveCovariance(checkpoints, itemVariance, DEVIATIONS[deviation], CORRELATIONS[which])));
            }
        }
        this.precisions = new double[noises.size()][courses.size()];
        for (int noise = 0; noise < precisions.length; noise++) {
            for (int course = 0; course < courses.size(); course++) {
                double[] values = courses.get(course).values();
                precisions[noise][course] = dot(noises.get(noise).covariance().withoutLevel(values), values);
            }
        }
    }

    /**
     * The probabilities of a curve.
     *
     * @param accuracies of its checkpoints, in order
     * @param itemVariance the variance that items give one checkpoint's accuracy, their choice aside
     */
    static CourseProbabilities of(double[] accuracies, double itemVariance) {
        double[] curve = FallTest.shortened(accuracies, LONGEST);
        double variance = Math.max(LEAST_VARIANCE, itemVariance * curve.length / accuracies.length);
        long rounded = Math.round(Math.log(variance) / Math.log(STEP));
        return MODELS.get(
                        new Key(curve.length, rounded),
                        key -> new CoursePosterior(key.checkpoints(), Math.pow(STEP, key.variance())))
                .of(curve);
    }

    private CourseProbabilities of(double[] curve) {
        double[] evidence = new double[noises.size() * courses.size()];
        double highest = Double.NEGATIVE_INFINITY;
        int at = 0;
        for (int which = 0; which < noises.size(); which++) {
            Noise noise = noises.get(which);
            double[] weighed = noise.covariance().withoutLevel(curve);
            double base = noise.logPrior() + noise.covariance().logDensityOfLevel() - dot(weighed, curve) / 2;
            for (int course = 0; course < courses.size(); course++) {
                Course each = courses.get(course);
                double along = each.most() == 0 ? 0 : dot(weighed, each.values());
                evidence[at] = base + Math.log(each.prior()) + logGain(each, precisions[which][course], along);
                highest = Math.max(highest, evidence[at++]);
            }
        }
        double[] sums = new double[Kind.values().length];
        for (int place = 0; place < evidence.length; place++) {
            sums[courses.get(place % courses.size()).kind().ordinal()] += Math.exp(evidence[place] - highest);
        }
        double all = sums[0] + sums[1] + sums[2];
        return new CourseProbabilities(rounded(sums[0] / all), rounded(sums[1] / all), rounded(sums[2] / all));
    }

    private static double rounded(double probability) {
        return Math.round(probability * DIGITS) / DIGITS;
    }

    /** The logarithm of the integral of the likelihood over the size of the change, relative to no change. */
    private static double logGain(Course course, double precision, double along) {
        if (course.most() == 0 || precision <= 0) {
            return 0;
        }
        double width = course.most() - course.least();
        double decay = course.isSmall() ? 0 : 1 / MEAN_CHANGE;
        double logDensity = course.isSmall()
                ? -Math.log(width)
                : Math.log(decay) + decay * course.least() - Math.log1p(-Math.exp(-decay * width));
        double slope = along - decay;
        double root = Math.sqrt(precision);
        double mean = slope / precision;
        return logDensity
                + slope * slope / (2 * precision)
                + Math.log(2 * Math.PI) / 2
                - Math.log(root)
                + Normal.logBetween((course.least() - mean) * root, (course.most() - mean) * root);
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int place = 0; place < one.length; place++) {
            sum += one[place] * other[place];
        }
        return sum;
    }
}
