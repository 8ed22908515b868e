package io.tiltmeter.results.rest.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyCriterion.Measure;
import io.tiltmeter.results.application.study.StudyMatrix.CriterionFinding;
import io.tiltmeter.results.criterion.Judgement;
import io.tiltmeter.results.criterion.Judgement.Interval;
import io.tiltmeter.results.criterion.Judgement.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * A criterion that was written down before the study was run, and what its seeds say.
 *
 * @param unit how numbers are read
 * @param outcome {@code shown} if the whole interval is on the side that the criterion names, {@code opposite} if it is on the other
 * @param value mean over seeds; absent if none was measured
 * @param low lower bound of its 95 % interval for other seeds; absent with fewer than two
 * @param high upper bound
 * @param seeds that were run and scored to their end
 * @param missingSeeds those that were not, or have no such quantity
 */
public record CriterionResponse(
        @JsonUnwrapped StudyCriterion criterion,
        Unit unit,
        Outcome outcome,
        Optional<Double> value,
        Optional<Double> low,
        Optional<Double> high,
        List<Long> seeds,
        List<Long> missingSeeds) {
    /** What a number of a criterion is. */
    enum Unit {
        /** Of accuracies, in [-1, 1]. */
        @JsonProperty("share")
        SHARE,
        /** A plain number: a position, or what a probe measures. */
        @JsonProperty("number")
        NUMBER;

        static Unit of(Measure measure) {
            return measure.isOfProbe() || measure == Measure.PEAK_POSITION ? NUMBER : SHARE;
        }
    }

    static CriterionResponse of(CriterionFinding found) {
        Judgement judgement = found.judgement();
        return new CriterionResponse(
                found.criterion(),
                Unit.of(found.criterion().measure()),
                judgement.outcome(),
                judgement.value(),
                judgement.interval().map(Interval::low),
                judgement.interval().map(Interval::high),
                found.seeds(),
                found.missing());
    }
}
