package io.tiltmeter.results.criterion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.event.StudyCriterion.Measure;
import io.tiltmeter.results.curve.ConflictMeasures;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTest {
    /** Windows of one checkpoint: there are five. */
    private static final Course COURSE =
            course(new double[] {0.5, 0.8, 0.6, 0.4, 0.3}, new double[] {0.10, 0.05, 0.2, 0.4, 0.5}, new double[] {
                0.5, 0.8, 0.85, 0.89, 0.9
            });

    @Test
    void quantitiesAreThoseOfStartPeakAndEnd() {
        assertEquals(0.5, measure(COURSE, Measure.DROP), 1e-12);
        assertEquals(0.3, measure(COURSE, Measure.RISE), 1e-12);
        assertEquals(0.3, measure(COURSE, Measure.COUNTERFACTUAL_AT_END), 1e-12);
        assertEquals(0.45, measure(COURSE, Measure.PARAMETRIC_RISE), 1e-12);
        assertEquals(0.05, measure(COURSE, Measure.PARAMETRIC_DIP), 1e-12);
        assertEquals(0.1, measure(COURSE, Measure.STANDARD_CHANGE), 1e-12);
        assertEquals(0.9, measure(COURSE, Measure.STANDARD_MEAN_AT_END), 1e-12);
        assertEquals(0.25, measure(COURSE, Measure.PEAK_POSITION), 1e-12);
    }

    @Test
    void whatIsLostBeforeConvergenceIsCountedUpToTheStepFromWhichTheStandardMeanStays() {
        // 0.89 is within 2 points of 0.9, 0.85 is not: converged at the fourth checkpoint, where 0.4 is left of 0.8.
        assertEquals(0.4, measure(COURSE, Measure.DROP_BEFORE_CONVERGENCE), 1e-12);
        Course passing =
                course(new double[] {0.5, 0.8, 0.6, 0.4, 0.3}, new double[5], new double[] {0.5, 0.9, 0.7, 0.8, 0.9});
        assertEquals(
                0.5, measure(passing, Measure.DROP_BEFORE_CONVERGENCE), 1e-12, "near the end once, and left again");
        Course early =
                course(new double[] {0.5, 0.8, 0.6, 0.4, 0.3}, new double[5], new double[] {0.9, 0.9, 0.9, 0.9, 0.9});
        assertEquals(0, measure(early, Measure.DROP_BEFORE_CONVERGENCE), 1e-12, "converged at the peak");
    }

    @Test
    void thePeakIsTheFirstOfEqualsAndNeverTheEnd() {
        assertEquals(
                -0.4, measure(course(new double[] {0.5, 0.5, 0.9}, new double[3], new double[3]), Measure.DROP), 1e-12);
        assertEquals(
                0, measure(course(new double[] {0.5, 0.5, 0.9}, new double[3], new double[3]), Measure.PEAK_POSITION));
    }

    @Test
    void aRunWithoutStandardSuitesHasNoStandardQuantities() {
        Course course = Course.of(List.of(
                        point(0, 0.5, 0, OptionalDouble.empty()),
                        point(1, 0.6, 0, OptionalDouble.empty()),
                        point(2, 0.4, 0, OptionalDouble.empty())))
                .orElseThrow();
        for (Measure measure :
                List.of(Measure.STANDARD_CHANGE, Measure.STANDARD_MEAN_AT_END, Measure.DROP_BEFORE_CONVERGENCE)) {
            assertTrue(course.measure(measure).isEmpty(), measure::name);
        }
        assertTrue(Course.of(List.of(point(0, 0.5, 0, OptionalDouble.empty()))).isEmpty());
    }

    @Test
    void aProbeIsReadOverTheSameWindows() {
        Map<Integer, Double> attention = Map.of(0, 0.2, 10, 0.5, 20, 0.45, 30, 0.4, 40, 0.1);
        assertEquals(0.2, COURSE.measure(Measure.PROBE_AT_START, attention).orElseThrow(), 1e-12);
        assertEquals(0.1, COURSE.measure(Measure.PROBE_AT_END, attention).orElseThrow(), 1e-12);
        assertEquals(0.3, COURSE.measure(Measure.PROBE_RISE, attention).orElseThrow(), 1e-12);
        assertEquals(0.4, COURSE.measure(Measure.PROBE_DROP, attention).orElseThrow(), 1e-12);
        assertTrue(COURSE.measure(Measure.PROBE_DROP, Map.of(10, 0.5)).isEmpty(), "not measured at the end");
        assertTrue(COURSE.measure(Measure.DROP, attention).isEmpty(), "no quantity of a probe");
        assertTrue(COURSE.measure(Measure.PROBE_DROP).isEmpty(), "needs what a probe measured");
    }

    private static double measure(Course course, Measure measure) {
        return course.measure(measure).orElseThrow();
    }

    private static Course course(double[] counterfactual, double[] parametric, double[] standard) {
        return Course.of(IntStream.range(0, counterfactual.length)
                        .mapToObj(i -> point(10 * i, counterfactual[i], parametric[i], OptionalDouble.of(standard[i])))
                        .toList())
                .orElseThrow();
    }

    private static CurvePoint point(int step, double counterfactual, double parametric, OptionalDouble standard) {
        return new CurvePoint(
                step,
                Optional.of(new Estimate(counterfactual, 0, 1)),
                Optional.of(new Estimate(parametric, 0, 1)),
                ConflictMeasures.NONE,
                new TreeMap<>(),
                standard,
                true);
    }
}
