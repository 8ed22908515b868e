package io.tiltmeter.results.rest.item;

import io.tiltmeter.results.application.item.FlipReader.Found;
import io.tiltmeter.results.flip.FlipOverlap;
import io.tiltmeter.results.statistics.TwoByTwo.OddsRatio;
import java.util.Optional;

/**
 * Whether two runs lose the same items.
 *
 * @param run the one run
 * @param with the other
 * @param suite the suite of the one
 * @param direction which flips are compared
 * @param fromStep of the one run
 * @param toStep of the one run
 * @param withFromStep of the other run
 * @param withToStep of the other run
 * @param sameSuiteVersion whether both were scored on the same version of the suite; items are matched by their ids
 * @param items items that both runs answered at both of their checkpoints
 * @param both of those, how many flip in both runs
 * @param onlyRun in the one alone
 * @param onlyWith in the other alone
 * @param neither in none
 * @param oddsRatio conditional maximum-likelihood odds ratio: how much likelier an item flips in the one run if it flips in
 *     the other. Absent if it is not bounded, or if in a run all items flip or none
 * @param oddsRatioLow lower bound of its exact 95 % interval, which counts items as independent
 * @param oddsRatioHigh upper bound; absent if there is none
 * @param fisherP two-sided p of Fisher's exact test, which counts items as independent
 * @param jaccard items that flip in both over those that flip in either; absent if none does
 */
public record OverlapView(
        String run,
        String with,
        String suite,
        String direction,
        int fromStep,
        int toStep,
        int withFromStep,
        int withToStep,
        boolean sameSuiteVersion,
        int items,
        int both,
        int onlyRun,
        int onlyWith,
        int neither,
        Optional<Double> oddsRatio,
        double oddsRatioLow,
        Optional<Double> oddsRatioHigh,
        double fisherP,
        Optional<Double> jaccard) {

    static OverlapView of(Found run, Found with, String direction, FlipOverlap overlap) {
        OddsRatio odds = overlap.table().oddsRatio();
        return new OverlapView(
                run.read().run().run().state().runId(),
                with.read().run().run().state().runId(),
                run.read().suite(),
                direction,
                run.read().history().step(run.from().at()),
                run.read().history().step(run.to().at()),
                with.read().history().step(with.from().at()),
                with.read().history().step(with.to().at()),
                version(run).equals(version(with)),
                overlap.items(),
                overlap.table().both(),
                overlap.table().onlyFirst(),
                overlap.table().onlySecond(),
                overlap.table().neither(),
                finite(odds.value()),
                odds.low(),
                finite(odds.high()),
                overlap.table().fisherP(),
                overlap.jaccard().isPresent() ? finite(overlap.jaccard().getAsDouble()) : Optional.empty());
    }

    private static String version(Found found) {
        return found.read().score(found.to().at()).provenance().itemsSha256();
    }

    private static Optional<Double> finite(double number) {
        return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    }
}
