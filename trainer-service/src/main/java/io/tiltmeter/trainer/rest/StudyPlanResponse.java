package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.trainer.application.StudyEstimate.Estimate;
import io.tiltmeter.trainer.application.StudyRequests.PlannedCell;
import io.tiltmeter.trainer.application.StudyService.Planned;
import io.tiltmeter.trainer.study.StudyDatasets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request would start; nothing was started.
 *
 * @param conditions in their order; the first is the reference
 * @param datasets ids of the mixtures and suites that would be requested
 * @param runs how many would be started: cells with identical requests share one
 * @param known sums over the runs of which each is known
 * @param cells condition by condition
 * @param notes what of the request is there twice, in sentences
 */
public record StudyPlanResponse(
        String studyId,
        boolean dryRun,
        Map<String, Object> settings,
        List<Condition> conditions,
        List<Long> seeds,
        List<String> datasets,
        int runs,
        Known known,
        List<PlannedCellResponse> cells,
        List<String> notes) {
    /**
     * Sums over runs.
     *
     * @param steps optimizer steps of the runs whose length is known
     * @param examples in these steps
     * @param runsOfUnknownLength whose mixture is not ready
     * @param diskBytes of the checkpoints of the runs whose model's size is known, without training states
     * @param runsOfUnknownSize adapters, fresh models and models of runs that have no checkpoint yet
     */
    public record Known(long steps, long examples, int runsOfUnknownLength, long diskBytes, int runsOfUnknownSize) {
        private static Known of(List<Estimate> runs) {
            return new Known(
                    sum(runs, each -> each.steps().map(Integer::longValue)),
                    sum(runs, Estimate::examples),
                    (int) runs.stream().filter(each -> each.steps().isEmpty()).count(),
                    sum(runs, Estimate::diskBytes),
                    (int) runs.stream()
                            .filter(each -> each.diskBytes().isEmpty())
                            .count());
        }

        private static long sum(List<Estimate> runs, Function<Estimate, Optional<Long>> number) {
            return runs.stream()
                    .flatMap(run -> number.apply(run).stream())
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /**
     * A condition with a seed. Numbers are absent while they are unknown.
     *
     * @param runName the run's id, unless that is taken
     * @param sameRun whether an earlier cell has the same run
     * @param diskBytes of the checkpoints whose files are kept
     * @param fault why the run would fail as soon as it could start
     */
    public record PlannedCellResponse(
            String condition,
            long seed,
            String runName,
            boolean sameRun,
            Optional<Integer> steps,
            Optional<Long> examples,
            Optional<Integer> checkpoints,
            Optional<Long> diskBytes,
            Optional<String> fault) {}

    static StudyPlanResponse of(Planned planned, List<Estimate> estimates) {
        List<PlannedCellResponse> cells = new ArrayList<>();
        List<Estimate> runs = new ArrayList<>();
        for (int i = 0; i < planned.cells().size(); i++) {
            PlannedCell cell = planned.cells().get(i);
            Estimate estimate = estimates.get(i);
            if (cell.sameAs().isEmpty()) {
                runs.add(estimate);
            }
            PlannedCell first = cell.sameAs().map(planned.cells()::get).orElse(cell);
            cells.add(new PlannedCellResponse(
                    cell.condition().name(),
                    cell.seed(),
                    first.request().settings().runName(),
                    cell.sameAs().isPresent(),
                    estimate.steps(),
                    estimate.examples(),
                    estimate.checkpoints(),
                    estimate.diskBytes(),
                    estimate.fault()));
        }
        return new StudyPlanResponse(
                planned.studyId(),
                true,
                planned.design().settings(),
                planned.design().conditions(),
                planned.design().seeds(),
                planned.design().datasets().requested(planned.design().seeds()).stream()
                        .map(StudyDatasets.Requested::id)
                        .distinct()
                        .toList(),
                runs.size(),
                Known.of(runs),
                cells,
                planned.notes());
    }
}
