package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.trainer.application.StudyService.Study;
import io.tiltmeter.trainer.persistence.StoredRun;
import io.tiltmeter.trainer.persistence.StoredStudy;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A study and what its runs do.
 *
 * @param revision counts up with every change of what its runs are
 * @param settings of all runs, as they were requested
 * @param conditions in their order; the first is the reference
 * @param mixtures requests of mixtures that its runs name, for each seed
 * @param suites likewise of suites
 * @param runs how many there are: cells with identical requests share one
 * @param runsByStatus how many have each status
 * @param etaSeconds the sum of what runs that train say of their remaining time; absent if none does
 * @param runsWithoutEta that have not ended and do not know their remaining time
 * @param cells in the order of their acceptance
 * @param notes what of the request is there twice, in sentences
 */
public record StudyResponse(
        String studyId,
        long revision,
        Map<String, Object> settings,
        List<Condition> conditions,
        List<Long> seeds,
        List<Map<String, Object>> mixtures,
        List<Map<String, Object>> suites,
        int runs,
        Map<RunStatus, Long> runsByStatus,
        Optional<Double> etaSeconds,
        int runsWithoutEta,
        List<CellResponse> cells,
        List<String> notes,
        Instant createdAt,
        Instant updatedAt) {
    /**
     * A condition with a seed.
     *
     * @param step optimizer steps taken
     * @param totalSteps optimizer steps planned; 0 while unknown
     * @param etaSeconds until the last step; absent unless the run trains
     * @param reason why the run waits, failed or was stopped early; empty otherwise
     */
    public record CellResponse(
            String condition,
            long seed,
            String runId,
            RunStatus status,
            int step,
            int totalSteps,
            Optional<Double> etaSeconds,
            String reason) {
        private static CellResponse of(Cell cell, RunUpdated run) {
            return new CellResponse(
                    cell.condition(),
                    cell.seed(),
                    run.runId(),
                    run.status(),
                    run.progress().step(),
                    run.progress().totalSteps(),
                    run.progress().etaSeconds(),
                    run.reason());
        }
    }

    static StudyResponse of(Study found, List<String> notes) {
        StoredStudy study = found.study();
        Map<String, RunUpdated> runs = found.runs().stream()
                .map(StoredRun::toEvent)
                .collect(Collectors.toMap(RunUpdated::runId, Function.identity()));
        List<Double> known = runs.values().stream()
                .flatMap(run -> run.progress().etaSeconds().stream())
                .toList();
        return new StudyResponse(
                study.id(),
                study.revision(),
                study.design().settings(),
                study.design().conditions(),
                study.design().seeds(),
                study.design().datasets().mixtures(),
                study.design().datasets().suites(),
                runs.size(),
                runs.values().stream()
                        .collect(Collectors.groupingBy(
                                RunUpdated::status, () -> new EnumMap<>(RunStatus.class), Collectors.counting())),
                known.stream().reduce(Double::sum),
                (int) runs.values().stream()
                        .filter(run -> !run.status().isFinal()
                                && run.progress().etaSeconds().isEmpty())
                        .count(),
                found.cells().stream()
                        .map(cell -> CellResponse.of(cell, runs.get(cell.runId())))
                        .toList(),
                notes,
                study.createdAt(),
                study.updatedAt());
    }
}
