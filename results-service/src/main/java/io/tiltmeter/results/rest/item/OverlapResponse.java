package io.tiltmeter.results.rest.item;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.results.application.item.FlipQueries.Flips;
import io.tiltmeter.results.flip.FlipOverlap;
import io.tiltmeter.results.statistics.TwoByTwo.OddsRatio;
import java.util.Optional;

/**
 * Whether the same items flip in two runs.
 *
 * @param direction which flips are compared
 * @param fromStep of the first run
 * @param toStep of the first run
 * @param withFromStep of the other run
 * @param withToStep of the other run
 * @param sameSuiteVersion whether both were scored on the same version of the suite; items are matched by their ids
 */
public record OverlapResponse(
        String run,
        String with,
        String suite,
        String direction,
        int fromStep,
        int toStep,
        int withFromStep,
        int withToStep,
        boolean sameSuiteVersion,
        @JsonUnwrapped Table table,
        @JsonUnwrapped Association association) {

    /**
     * How many items flip in which run.
     *
     * @param items items that both runs answered at both of their checkpoints
     * @param both of those, how many flip in both runs
     * @param onlyRun in the first only
     * @param onlyWith in the other only
     * @param neither in neither
     */
    public record Table(int items, int both, int onlyRun, int onlyWith, int neither) {}

    /**
     * Whether the same items flip.
     *
     * @param oddsRatio conditional maximum-likelihood odds ratio: how much likelier an item flips in the first run if it
     *     flips in the other. Absent if it is unbounded, or if in a run all items flip or none
     * @param oddsRatioLow lower bound of its exact 95 % interval, which counts items as independent
     * @param oddsRatioHigh upper bound; absent if there is none
     * @param fisherP two-sided p of Fisher's exact test, which counts items as independent
     * @param jaccard items that flip in both over those that flip in either; absent if none do
     */
    public record Association(
            Optional<Double> oddsRatio,
            double oddsRatioLow,
            Optional<Double> oddsRatioHigh,
            double fisherP,
            Optional<Double> jaccard) {}

    static OverlapResponse of(Flips run, Flips with, String direction, FlipOverlap overlap) {
        OddsRatio odds = overlap.table().oddsRatio();
        return new OverlapResponse(
                run.answers().run().run().state().runId(),
                with.answers().run().run().state().runId(),
                run.answers().suite(),
                direction,
                run.answers().history().step(run.from().at()),
                run.answers().history().step(run.to().at()),
                with.answers().history().step(with.from().at()),
                with.answers().history().step(with.to().at()),
                version(run).equals(version(with)),
                new Table(
                        overlap.items(),
                        overlap.table().both(),
                        overlap.table().onlyFirst(),
                        overlap.table().onlySecond(),
                        overlap.table().neither()),
                new Association(
                        finite(odds.value()),
                        odds.low(),
                        finite(odds.high()),
                        overlap.table().fisherP(),
                        overlap.jaccard().isPresent() ? finite(overlap.jaccard().getAsDouble()) : Optional.empty()));
    }

    private static String version(Flips found) {
        return found.answers().score(found.to().at()).provenance().itemsSha256();
    }

    private static Optional<Double> finite(double number) {
        return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    }
}
