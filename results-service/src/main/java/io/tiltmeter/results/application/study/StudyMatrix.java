package io.tiltmeter.results.application.study;

import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.VariedSetting;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.criterion.Judgement;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.replicate.ConditionDifference;
import io.tiltmeter.results.replicate.ConditionDrops;
import io.tiltmeter.results.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a study has found so far.
 *
 * @param cells in the order of conditions, then of seeds
 * @param conditions in their order; the first is the reference
 * @param effects of each setting that conditions differ in alone
 * @param criteria whether it shows what was written down before
 * @param notes what to know before the figures are believed, in sentences
 */
public record StudyMatrix(
        StudyUpdated study,
        List<CellFinding> cells,
        List<ConditionFinding> conditions,
        List<EffectFinding> effects,
        List<CriterionFinding> criteria,
        List<String> notes) {
    /**
     * A criterion, over the seeds that are there.
     *
     * @param seeds that were run and scored to their end
     * @param missing those that were not, or have no such quantity
     */
    public record CriterionFinding(
            StudyCriterion criterion, List<Long> seeds, List<Long> missing, Judgement judgement) {}

    /**
     * A condition with a seed.
     *
     * @param run its newest state; empty if no event of it has arrived
     * @param scored the run with its scores; empty if it has no knowledge-conflict suite with scores
     * @param verdict on that suite
     */
    public record CellFinding(
            Cell cell, Optional<StoredRun> run, Optional<ScoredRun> scored, Optional<Verdict> verdict) {}

    /**
     * A condition.
     *
     * @param drops of its seeds; empty if none can be measured
     * @param drop how its drop differs from the reference's; empty for the reference itself
     * @param end likewise its accuracy over the last window
     * @param matched likewise its accuracy at equal standard mean, with every seed
     */
    public record ConditionFinding(
            String name,
            Optional<ConditionDrops> drops,
            Optional<TestedDifference> drop,
            Optional<TestedDifference> end,
            Optional<MatchedFinding> matched) {}

    /**
     * What a value of a setting does, over all pairs of conditions that differ in it alone: of each seed and question the mean over
     * the pairs. A quantity is empty if no seed has it under all conditions of the pairs.
     *
     * @param drop by how much the drop differs from that under the reference value
     * @param end likewise the accuracy over the last window
     * @param matched likewise the accuracy at equal standard mean, each pair at its own
     */
    public record EffectFinding(
            VariedSetting setting,
            Optional<TestedDifference> drop,
            Optional<TestedDifference> end,
            Optional<TestedDifference> matched) {}

    /**
     * A difference from the reference as one of several.
     *
     * @param holmP its p, corrected for all of them; empty without an interval
     */
    public record TestedDifference(ConditionDifference difference, OptionalDouble holmP) {}

    /**
     * A condition beside the reference at equal standard mean.
     *
     * @param difference over the seeds that are there; empty if none is
     */
    public record MatchedFinding(Optional<TestedDifference> difference, List<SeedFinding> seeds) {}

    /**
     * A seed's two runs at the highest standard mean that both reach.
     *
     * @param standardSuites those that both runs have, whose mean it is
     * @param there empty if they cannot be compared so
     * @param missing why not; empty otherwise
     * @param warnings how the two runs were measured differently, in sentences
     */
    public record SeedFinding(
            long seed, List<String> standardSuites, Optional<EqualMean> there, String missing, List<String> warnings) {}

    /**
     * Both runs at one standard mean.
     *
     * @param standardMean in [0, 1]
     */
    public record EqualMean(double standardMean, Side reference, Side condition) {}

    /**
     * A run there.
     *
     * @param counterfactual interpolated between two checkpoints, with its interval over resampled clusters
     * @param betweenSteps these checkpoints; twice the same if it is there exactly
     */
    public record Side(Estimate counterfactual, List<Integer> betweenSteps) {}
}
