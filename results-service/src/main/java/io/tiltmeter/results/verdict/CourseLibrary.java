package io.tiltmeter.results.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The courses that a curve may take, each of them so many points high or deep as the data say: pieces of straight lines
 * with their corners on a grid, and exponential approaches. Their positions are shares of the run's checkpoints.
 */
final class CourseLibrary {
    /** Beforehand each of the three is as probable as the others. */
    private static final double EACH = 1.0 / 3;

    /** Of the curves that never fall, those that stay, that rise, and that fall by less than counts. */
    private static final double FLAT = 0.41;

    private static final double RISING = 0.53;
    private static final double SMALL = 0.06;

    /** The largest change of an accuracy that is considered. */
    private static final double MOST = 0.8;

    private static final double[] TENTHS = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    private static final double[] PEAKS = {0, 0.08, 0.16, 0.25, 0.35, 0.5, 0.65, 0.8};
    private static final double[] ENDS_OF_FALL = {0.08, 0.16, 0.25, 0.35, 0.5, 0.65, 0.8, 1};
    private static final double[] VALLEY_PEAKS = {0, 0.1, 0.2, 0.35, 0.5, 0.65};
    private static final double[] TROUGHS = {0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9};
    private static final double[] BACK = {0.35, 0.5, 0.65, 0.8, 0.9, 1};

    /** How high the curve rises to its peak, in units of the fall. */
    private static final double[] RISES = {0, 0.5, 2};

    /** Of a fall, what comes back in a curve that still counts as an inversion. */
    private static final double PART = 0.4;

    private final int checkpoints;
    private final List<Course> courses = new ArrayList<>();

    private CourseLibrary(int checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** What a course is. */
    enum Kind {
        NEVER_FELL,
        INVERSION,
        RECOVERED
    }

    /**
     * One course, up to its level and the size of its change.
     *
     * @param prior its probability beforehand
     * @param values its value at every checkpoint, of a change of 1
     * @param least the smallest change, a difference of accuracies
     * @param most the largest; 0 for the curve that stays
     * @param isSmall whether all changes up to {@code most} are equally probable; otherwise small ones are more so
     */
    record Course(Kind kind, double prior, double[] values, double least, double most, boolean isSmall) {}

    static List<Course> of(int checkpoints) {
        CourseLibrary library = new CourseLibrary(checkpoints);
        library.addRises();
        library.addFalls();
        library.addRecoveries();
        return List.copyOf(library.courses);
    }

    private void addRises() {
        courses.add(new Course(Kind.NEVER_FELL, EACH * FLAT, new double[checkpoints], 0, 0, false));
        List<double[]> rises = new ArrayList<>();
        for (double from : TENTHS) {
            for (double to : TENTHS) {
                if (to > from) {
                    rises.add(values(past -> up(past, from, to)));
                }
            }
        }
        for (double pace : new double[] {0.05, 0.1, 0.2, 0.4}) {
            rises.add(values(past -> approach(past, 0, pace)));
        }
        rises.forEach(
                rise -> courses.add(new Course(Kind.NEVER_FELL, EACH * RISING / rises.size(), rise, 0, MOST, false)));
    }

    private void addFalls() {
        List<double[]> whole = new ArrayList<>();
        List<double[]> part = new ArrayList<>();
        for (double peak : PEAKS) {
            for (double rise : peak == 0 ? new double[] {0} : RISES) {
                for (double end : ENDS_OF_FALL) {
                    if (end > peak) {
                        whole.add(values(past -> rise * up(past, 0, peak) - up(past, peak, end)));
                    }
                }
                for (double pace : new double[] {0.1, 0.25}) {
                    whole.add(values(past -> rise * up(past, 0, peak) - approach(past, peak, pace)));
                }
            }
        }
        for (double peak : new double[] {0, 0.1, 0.25, 0.4}) {
            for (double rise : peak == 0 ? new double[] {0} : new double[] {0, 0.7}) {
                for (double trough : new double[] {0.25, 0.4, 0.6}) {
                    for (double back : new double[] {0.6, 0.8, 1}) {
                        if (trough > peak && back > trough) {
                            part.add(values(past ->
                                    rise * up(past, 0, peak) - up(past, peak, trough) + PART * up(past, trough, back)));
                        }
                    }
                }
            }
        }
        int falls = whole.size() + part.size();
        double small = EACH * SMALL / whole.size();
        for (double[] fall : whole) {
            courses.add(new Course(Kind.NEVER_FELL, small, fall, 0, VerdictRule.MIN_DROP, true));
            courses.add(new Course(Kind.INVERSION, EACH / falls, fall, VerdictRule.MIN_DROP, MOST, false));
        }
        for (double[] fall : part) {
            double least = VerdictRule.MIN_DROP / (1 - PART);
            courses.add(new Course(Kind.INVERSION, EACH / falls, fall, least, MOST, false));
        }
    }

    private void addRecoveries() {
        List<double[]> valleys = new ArrayList<>();
        for (double peak : VALLEY_PEAKS) {
            for (double rise : peak == 0 ? new double[] {0} : new double[] {0, 1}) {
                for (double trough : TROUGHS) {
                    for (double back : BACK) {
                        if (trough > peak && back > trough) {
                            valleys.add(values(past ->
                                    rise * up(past, 0, peak) - up(past, peak, trough) + up(past, trough, back)));
                        }
                    }
                }
            }
        }
        valleys.forEach(valley -> courses.add(
                new Course(Kind.RECOVERED, EACH / valleys.size(), valley, VerdictRule.MIN_DROP, MOST, false)));
    }

    private double[] values(DoubleUnaryOperator course) {
        double[] values = new double[checkpoints];
        for (int checkpoint = 0; checkpoint < checkpoints; checkpoint++) {
            values[checkpoint] = course.applyAsDouble(checkpoint / Math.max(1.0, checkpoints - 1));
        }
        return values;
    }

    private static double up(double past, double from, double to) {
        return to <= from ? (past >= to ? 1 : 0) : Math.min(1, Math.max(0, (past - from) / (to - from)));
    }

    /** From 0 at {@code from} to 1 at the end, fast at first. */
    private static double approach(double past, double from, double pace) {
        return past <= from ? 0 : Math.expm1(-(past - from) / pace) / Math.expm1(-(1 - from) / pace);
    }
}
