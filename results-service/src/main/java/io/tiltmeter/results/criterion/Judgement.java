package io.tiltmeter.results.criterion;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.event.StudyCriterion;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A criterion over the seeds that were run.
 *
 * @param value mean over seeds, a share; empty if no seed was measured
 * @param interval 95 %, for other seeds: Student's t over seeds; empty with fewer than two
 */
public record Judgement(Outcome outcome, Optional<Double> value, Optional<Interval> interval) {
    private static final double TAIL = 0.025;

    /** What the seeds say. */
    public enum Outcome {
        /** The whole interval is on the side that the criterion names. */
        @JsonProperty("shown")
        SHOWN,
        /** The interval contains the bound, or there are fewer than two seeds. */
        @JsonProperty("not_shown")
        NOT_SHOWN,
        /** The whole interval is on the other side. */
        @JsonProperty("opposite")
        OPPOSITE
    }

    /** Bounds of an interval. */
    public record Interval(double low, double high) {}

    /**
     * Judges a criterion.
     *
     * @param values of each seed
     */
    public static Judgement of(StudyCriterion criterion, double[] values) {
        if (values.length == 0) {
            return new Judgement(Outcome.NOT_SHOWN, Optional.empty(), Optional.empty());
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        if (values.length == 1) {
            return new Judgement(Outcome.NOT_SHOWN, Optional.of(mean), Optional.empty());
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        int degrees = values.length - 1;
        double half = -TDistribution.of(degrees).inverseCumulativeProbability(TAIL)
                * Math.sqrt(squares / degrees / values.length);
        Interval interval = new Interval(mean - half, mean + half);
        return new Judgement(outcome(criterion, interval), Optional.of(mean), Optional.of(interval));
    }

    private static Outcome outcome(StudyCriterion criterion, Interval interval) {
        boolean above = criterion.above().isPresent();
        double bound = criterion.above().or(criterion::below).orElseThrow();
        if (above ? interval.low() > bound : interval.high() < bound) {
            return Outcome.SHOWN;
        }
        return (above ? interval.high() < bound : interval.low() > bound) ? Outcome.OPPOSITE : Outcome.NOT_SHOWN;
    }
}
