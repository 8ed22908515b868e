package io.tiltmeter.results.application.study;

import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.results.application.run.ScoredRun;
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
 * @param notes what to know before the figures are believed, in sentences
 */
public record StudyMatrix(
        StudyUpdated study, List<CellFinding> cells, List<ConditionFinding> conditions, List<String> notes) {
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
     * @param difference from the reference; empty for the reference itself
     * @param holmP p of the difference, corrected for all conditions; empty without an interval
     */
    public record ConditionFinding(
            String name,
            Optional<ConditionDrops> drops,
            Optional<ConditionDifference> difference,
            OptionalDouble holmP) {}
}
