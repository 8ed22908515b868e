package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.results.application.run.RunListQueries.JudgedRun;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.Thinning;
import io.tiltmeter.results.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run in a list, with the numbers to compare it by.
 *
 * @param changedAt when the run or its scores changed last, which lists are sorted by as {@code updated}
 * @param figures of the verdict; absent while fewer than two checkpoints are complete
 * @param counterfactual accuracies on the first suite at the complete checkpoints, by step, for a small picture: at most 40,
 *     evenly chosen
 */
public record ListedRunResponse(
        @JsonUnwrapped RunSummaryResponse run,
        Instant changedAt,
        Optional<Figures> figures,
        List<Double> counterfactual) {
    private static final int MAX_POINTS = 40;

    /**
     * Shares; {@code .../inversion} has all numbers of the verdict, with intervals.
     *
     * @param peakStep the highest checkpoint of the peak's window
     * @param standardEnd mean of the standard suites at the end; absent without any
     */
    public record Figures(
            int peakStep, double peakAccuracy, double endAccuracy, double drop, Optional<Double> standardEnd) {
        private static Figures of(Verdict.Evidence evidence) {
            OptionalDouble standard = evidence.end().standardMean();
            return new Figures(
                    evidence.peak().step(),
                    evidence.peak().counterfactual(),
                    evidence.end().counterfactual(),
                    evidence.drop().change().decrease().value(),
                    standard.isPresent() ? Optional.of(standard.getAsDouble()) : Optional.empty());
        }
    }

    static ListedRunResponse of(JudgedRun judged, RunWarning warning) {
        return new ListedRunResponse(
                RunSummaryResponse.of(judged.run(), judged.verdict(), warning),
                judged.run().run().changedAt(),
                judged.verdict().flatMap(Verdict::evidence).map(Figures::of),
                Thinning.evenly(
                        judged.run().curve().completePoints().stream()
                                .flatMap(point -> point.counterfactual().stream())
                                .map(Estimate::value)
                                .toList(),
                        MAX_POINTS));
    }
}
