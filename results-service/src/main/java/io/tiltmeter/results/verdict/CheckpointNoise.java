package io.tiltmeter.results.verdict;

import java.util.Arrays;

/**
 * How far the accuracy of a single checkpoint strays from the course of its run, all items together: what no number of
 * items averages out.
 *
 * <p>It is measured where the curve bends: the distance of each checkpoint from the straight line between its two
 * neighbours has 1.5 times the variance of one checkpoint, whatever the course, as long as that is straight over three
 * checkpoints (Gasser, Sroka and Jennen-Steinmetz 1986). What items alone bend is subtracted. A few bends are not reliable, so
 * they are taken together with what is known beforehand, as so many degrees of freedom beside theirs (Smyth 2004). Bends
 * of the course itself count as noise, which makes a verdict more careful.
 *
 * @param deviation standard deviation of one checkpoint's accuracy, as a share
 * @param degrees of freedom of that estimate
 * @param measured whether bends counted; with few checkpoints only the usual noise is used
 */
public record CheckpointNoise(double deviation, double degrees, boolean measured) {
    /**
     * What is known beforehand. In the replication neighbouring checkpoints differ by up to 14.5 points over about a
     * hundred checkpoints (PAPER.md, section 4), and the largest of a hundred differences is about 2.8 times the
     * deviation of a difference.
     */
    static final double USUAL = 0.04;

    /** The weight of that. */
    static final double USUAL_DEGREES = 4;

    /** With fewer checkpoints, the peak itself would be most of what bends. */
    static final int MIN_CHECKPOINTS = 6;

    static final double OF_A_BEND = 1.5;

    /** Neighbouring bends share checkpoints: n of them weigh this much each (Gasser et al., section 3). */
    private static final double DEGREES_OF_A_BEND = 18.0 / 35;

    /**
     * The noise of a run.
     *
     * @param bends of each checkpoint but the first and the last, its accuracy less the mean of its neighbours'
     * @param byItems of each bend, the variance that the choice and the wavering of items give it
     */
    static CheckpointNoise of(double[] bends, double[] byItems) {
        if (bends.length + 2 < MIN_CHECKPOINTS) {
            return new CheckpointNoise(USUAL, USUAL_DEGREES, false);
        }
        double squares = 0;
        for (int bend = 0; bend < bends.length; bend++) {
            squares += (bends[bend] * bends[bend] - byItems[bend]) / OF_A_BEND;
        }
        double degrees = DEGREES_OF_A_BEND * bends.length;
        double variance =
                (USUAL_DEGREES * USUAL * USUAL + Math.max(0, squares) * DEGREES_OF_A_BEND) / (USUAL_DEGREES + degrees);
        return new CheckpointNoise(Math.sqrt(variance), USUAL_DEGREES + degrees, true);
    }

    /** The standard error that it gives the difference of two windows' means. */
    double ofDifference(int size, int otherSize) {
        return deviation * Math.sqrt(1.0 / size + 1.0 / otherSize);
    }

    /** The deviation that bends show by themselves. */
    static double plain(double[] bends) {
        return Math.sqrt(Arrays.stream(bends).map(bend -> bend * bend).average().orElse(0) / OF_A_BEND);
    }

    /** A checkpoint's bends along a series of accuracies. */
    static double[] bends(double[] accuracies) {
        double[] bends = new double[Math.max(0, accuracies.length - 2)];
        for (int bend = 0; bend < bends.length; bend++) {
            bends[bend] = accuracies[bend + 1] - (accuracies[bend] + accuracies[bend + 2]) / 2;
        }
        return bends;
    }
}
