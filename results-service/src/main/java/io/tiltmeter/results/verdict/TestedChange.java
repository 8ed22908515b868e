package io.tiltmeter.results.verdict;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A change between windows that were chosen after seeing the curve, beside what chance could do: the choice of items,
 * their wavering, and the wavering of checkpoints. That the windows were chosen is what the test of the whole curve is for.
 *
 * @param change what items say
 * @param standardError of the decrease, from items and checkpoints together
 * @param checkpointP two-sided p of the decrease against that error: Student's t, with degrees of freedom after
 *     Satterthwaite (1946)
 * @param steadiest the decrease without the one checkpoint of either window that it owes most to; NaN where windows have
 *     one checkpoint
 * @param curveP the p of the whole curve under the hypothesis that it never fell: {@link FallTest}, or, in a
 *     curve of fewer checkpoints than {@link VerdictRule#FEW_CHECKPOINTS}, the largest p of the tests of the windows times
 *     the windows, or pairs of them, that could have been chosen (Bonferroni), and twice that for noise that persists
 * @param upperBound upper bound of the decrease, both kinds of chance together, not corrected for the choice
 */
public record TestedChange(
        Change change, double standardError, double checkpointP, double steadiest, double curveP, double upperBound) {
    private static final double UPPER = 0.975;

    /**
     * @param accuracies of every checkpoint
     * @param curveP from the largest p of these windows' tests, the p of the whole curve
     */
    static TestedChange of(
            Change change,
            CheckpointNoise noise,
            Window high,
            Window low,
            double[] accuracies,
            DoubleUnaryOperator curveP) {
        double ofCheckpoints = Math.pow(noise.ofDifference(high.size(), low.size()), 2);
        double ofItems = change.standardError() * change.standardError();
        double error = Math.sqrt(ofItems + ofCheckpoints);
        double degrees = Math.pow(ofItems + ofCheckpoints, 2)
                / (ofCheckpoints * ofCheckpoints / noise.degrees()
                        + ofItems * ofItems / Math.max(1, change.clusters() - 1));
        TDistribution student = TDistribution.of(degrees);
        double decrease = change.decrease().value();
        double checkpointP = Math.min(1, 2 * student.survivalProbability(Math.abs(decrease) / error));
        double largest =
                Math.max(checkpointP, change.flips().map(Change.Flips::p).orElse(0.0));
        return new TestedChange(
                change,
                error,
                checkpointP,
                steadiest(high, low, accuracies),
                curveP.applyAsDouble(largest),
                decrease + student.inverseCumulativeProbability(UPPER) * error);
    }

    private static double steadiest(Window high, Window low, double[] accuracies) {
        return high.size() == 1 || low.size() == 1
                ? Double.NaN
                : Math.min(
                        high.meanWithoutHighest(accuracies) - low.mean(accuracies),
                        high.mean(accuracies) - low.meanWithoutLowest(accuracies));
    }

    /** Whether no single checkpoint carries more than half of it. */
    public boolean isSteady() {
        return Double.isNaN(steadiest) || steadiest >= change.decrease().value() / 2;
    }

    /** Whether it counts, is not of a few questions or one checkpoint only, and the curve fell beyond chance. */
    public boolean isShown(double significance) {
        return counts() && curveP < significance;
    }

    /** Whether it is large enough, its interval over clusters lies above zero, and no single checkpoint carries it. */
    public boolean counts() {
        return change.decrease().value() >= VerdictRule.MIN_DROP
                && change.decrease().low() > 0
                && isSteady();
    }

    /** Whether a decrease of this size is beyond both kinds of chance; items of which none changed count with their own bound. */
    public boolean excludes(double decrease) {
        boolean unchanged = change.flips()
                .filter(flips -> flips.lost() + flips.gained() == 0)
                .isPresent();
        return upperBound < decrease && (!unchanged || change.decrease().high() < decrease);
    }
}
