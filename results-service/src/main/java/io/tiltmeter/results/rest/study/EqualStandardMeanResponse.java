package io.tiltmeter.results.rest.study;

import io.tiltmeter.results.application.study.StudyMatrix.EqualMean;
import io.tiltmeter.results.application.study.StudyMatrix.MatchedFinding;
import io.tiltmeter.results.application.study.StudyMatrix.SeedFinding;
import io.tiltmeter.results.application.study.StudyMatrix.Side;
import io.tiltmeter.results.replicate.ComparedQuantity;
import io.tiltmeter.results.rest.study.StudyResponse.Difference;
import java.util.List;
import java.util.Optional;

/**
 * The condition beside the reference at equal standard mean, seed by seed.
 *
 * @param difference over the seeds that can be compared so; absent if none can
 * @param seeds of the condition
 */
public record EqualStandardMeanResponse(Optional<Difference> difference, List<MatchedSeed> seeds) {
    static EqualStandardMeanResponse of(String reference, String condition, MatchedFinding found) {
        return new EqualStandardMeanResponse(
                found.difference()
                        .map(each -> Difference.of(
                                ComparedQuantity.ACCURACY_AT_EQUAL_STANDARD_MEAN, reference, condition, each)),
                found.seeds().stream().map(MatchedSeed::of).toList());
    }

    /**
     * Both runs of a seed at the highest standard mean that both reach.
     *
     * @param standardSuites those that both have; the standard mean is over these
     * @param standardMean where they are compared; absent, with both sides, if they cannot be
     * @param reference the run of the reference there
     * @param condition the run of the condition there
     * @param missing why they cannot be compared; empty if they can
     * @param warnings how the two runs were measured differently, in sentences
     */
    public record MatchedSeed(
            long seed,
            List<String> standardSuites,
            Optional<Double> standardMean,
            Optional<MatchedRun> reference,
            Optional<MatchedRun> condition,
            String missing,
            List<String> warnings) {
        private static MatchedSeed of(SeedFinding found) {
            return new MatchedSeed(
                    found.seed(),
                    found.standardSuites(),
                    found.there().map(EqualMean::standardMean),
                    found.there().map(EqualMean::reference).map(MatchedRun::of),
                    found.there().map(EqualMean::condition).map(MatchedRun::of),
                    found.missing(),
                    found.warnings());
        }
    }

    /**
     * A run at a standard mean.
     *
     * @param counterfactualAccuracy interpolated between two checkpoints
     * @param low lower bound of its 95 % interval over clusters of questions; the standard mean counts as known
     * @param high upper bound
     * @param betweenSteps these checkpoints, or twice the same
     */
    public record MatchedRun(double counterfactualAccuracy, double low, double high, List<Integer> betweenSteps) {
        private static MatchedRun of(Side side) {
            return new MatchedRun(
                    side.counterfactual().value(),
                    side.counterfactual().low(),
                    side.counterfactual().high(),
                    side.betweenSteps());
        }
    }
}
