package io.tiltmeter.results.rest.comparison;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.results.application.comparison.ReplicateRuns;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SelectedSeries;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.replicate.ReplicateCurves;
import io.tiltmeter.results.replicate.SeedDrops;
import io.tiltmeter.results.replicate.SeedsNeeded;
import io.tiltmeter.results.statistics.SmallestDetectable;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.Moment;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Several runs of one condition, with seeds as the unit. Accuracies and drops are shares; those of windows are means over
 * neighbouring checkpoints.
 *
 * @param suite the knowledge-conflict suite
 * @param itemFilter {@code all}, or {@code known} for those that the base model knows
 * @param slice the slice whose items count; absent if all do
 * @param replicates whether the runs are known to differ in their seeds and in nothing else
 * @param warnings what else they differ in, in sentences
 * @param sentence what these seeds show
 * @param runs in the order of the query
 * @param level of the test that {@code seedsNeeded} is about, two-sided
 * @param power of that test
 */
public record ReplicatesResponse(
        String suite,
        Optional<String> scorer,
        Optional<String> arm,
        String itemFilter,
        Optional<String> slice,
        boolean replicates,
        List<String> warnings,
        String sentence,
        @JsonUnwrapped Common common,
        @JsonUnwrapped MeanDrop meanDrop,
        List<Run> runs,
        double level,
        double power,
        List<Needed> seedsNeeded) {

    /**
     * The windows that are the same for all runs.
     *
     * @param peakSteps the steps of the window before the end that is highest in the mean curve over seeds
     * @param endSteps the steps of the last window
     * @param items that every run answered in both
     */
    public record Common(List<Integer> peakSteps, List<Integer> endSteps, int items, int clusters) {}

    /**
     * The mean of the runs' drops between those windows.
     *
     * @param dropLow lower bound of its 95 % interval for other seeds and other questions
     * @param dropHigh upper bound
     * @param standardError of the mean, from seeds and questions together
     * @param questionError the part of it that comes from the choice of questions
     * @param bootstrapLow 2.5th percentile of means over resampled seeds and questions: too high with few seeds
     * @param bootstrapHigh the 97.5th: too low with few seeds
     * @param seedDeviation standard deviation of the drop between seeds
     * @param seedDeviationLow lower bound of its 95 % interval
     * @param seedDeviationHigh upper bound
     */
    public record MeanDrop(
            double drop,
            double dropLow,
            double dropHigh,
            double standardError,
            double questionError,
            double bootstrapLow,
            double bootstrapHigh,
            double seedDeviation,
            double seedDeviationLow,
            double seedDeviationHigh) {
        private static MeanDrop of(SeedDrops drops) {
            return new MeanDrop(
                    drops.mean().value(),
                    drops.mean().low(),
                    drops.mean().high(),
                    drops.standardError(),
                    drops.questionError(),
                    drops.bootstrapLow(),
                    drops.bootstrapHigh(),
                    drops.deviation(),
                    drops.deviationLow(),
                    drops.deviationHigh());
        }
    }

    /**
     * One run.
     *
     * @param seed as its settings have it; absent if it is not known
     * @param peakAccuracy over the common window of the peak
     * @param endAccuracy over the common window of the end
     * @param drop peak minus end
     * @param own the same by the run's own windows
     */
    public record Run(
            String runId,
            String runName,
            Optional<Object> seed,
            double peakAccuracy,
            double endAccuracy,
            double drop,
            Own own) {}

    /**
     * A run's own verdict on this suite; numbers are absent while fewer than two checkpoints are complete.
     *
     * @param verdict {@code inversion}, {@code recovered}, {@code no_inversion} or {@code inconclusive}
     * @param drop from the run's own peak, which it chose by its own noise, so it is biased up
     * @param dropLow lower bound of the 95 % interval over questions
     * @param dropHigh upper bound
     */
    public record Own(
            String verdict,
            Optional<List<Integer>> peakSteps,
            Optional<List<Integer>> endSteps,
            Optional<Double> peakAccuracy,
            Optional<Double> endAccuracy,
            Optional<Double> drop,
            Optional<Double> dropLow,
            Optional<Double> dropHigh) {
        private static Own of(Verdict verdict) {
            Optional<Evidence> found = verdict.evidence();
            return new Own(
                    Json.name(verdict.state()),
                    found.map(Evidence::peak).map(Moment::steps),
                    found.map(Evidence::end).map(Moment::steps),
                    found.map(Evidence::peak).map(Moment::counterfactual),
                    found.map(Evidence::end).map(Moment::counterfactual),
                    found.map(each -> each.drop().change().decrease().value()),
                    found.map(each -> each.drop().change().decrease().low()),
                    found.map(each -> each.drop().change().decrease().high()));
        }
    }

    /**
     * How many seeds show a mean drop.
     *
     * @param seeds absent if more than 10,000
     */
    public record Needed(double drop, Optional<Integer> seeds) {
        private static Needed of(SeedsNeeded needed) {
            return new Needed(needed.drop(), Optional.of(needed.seeds()).filter(seeds -> seeds < SeedsNeeded.MOST));
        }
    }

    static ReplicatesResponse of(ReplicateRuns found, List<Double> drops, SeriesQuery series) {
        ReplicateCurves curves = found.curves();
        Optional<SelectedSeries> shown = found.runs().get(0).shown();
        return new ReplicatesResponse(
                found.suite(),
                shown.map(SelectedSeries::scorer),
                shown.map(SelectedSeries::arm),
                series.items().id(),
                series.slice(),
                found.settings().areReplicates(),
                found.warnings(),
                curves.sentence(),
                new Common(curves.peakSteps(), curves.endSteps(), curves.items(), curves.clusters()),
                MeanDrop.of(curves.drops()),
                IntStream.range(0, found.runs().size())
                        .mapToObj(run -> run(found, run))
                        .toList(),
                SmallestDetectable.LEVEL,
                SmallestDetectable.POWER,
                drops.stream()
                        .map(drop ->
                                Needed.of(SeedsNeeded.of(drop, curves.drops().deviation())))
                        .toList());
    }

    private static Run run(ReplicateRuns found, int index) {
        ScoredRun run = found.runs().get(index);
        return new Run(
                run.run().state().runId(),
                run.run().name(),
                Optional.ofNullable(run.run().state().effectiveConfig().get("seed")),
                found.curves().peaks().get(index),
                found.curves().ends().get(index),
                found.curves().drops().drops()[index],
                Own.of(found.verdicts().get(index)));
    }
}
