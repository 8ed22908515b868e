package io.tiltmeter.results.application.study;

import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the runs of a study. Within the caller's transaction. */
@Singleton
final class StudyCells {
    private final RunRepository runs;
    private final RunQueries queries;

    StudyCells(RunRepository runs, RunQueries queries) {
        this.runs = runs;
        this.queries = queries;
    }

    /** The cells of each condition, in their order, with what is scored of one series; without verdicts. */
    Map<String, List<CellFinding>> scored(StudyUpdated study, SeriesQuery query) {
        Map<String, List<CellFinding>> cells = new LinkedHashMap<>();
        for (Condition condition : study.conditions()) {
            List<Cell> own = study.cells().stream()
                    .filter(cell -> cell.condition().equals(condition.name()))
                    .toList();
            cells.put(condition.name(), cells(own, query));
        }
        return cells;
    }

    private List<CellFinding> cells(List<Cell> cells, SeriesQuery query) {
        Map<String, StoredRun> stored = runs
                .runs(cells.stream().map(Cell::runId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(run -> run.state().runId(), Function.identity()));
        Map<String, ScoredRun> scored = new HashMap<>();
        for (ScoredRun run : scored(List.copyOf(stored.values()), query)) {
            if (run.shownScores().findAny().isPresent()) {
                scored.put(run.run().state().runId(), run);
            }
        }
        return cells.stream()
                .map(cell -> new CellFinding(
                        cell,
                        Optional.ofNullable(stored.get(cell.runId())),
                        Optional.ofNullable(scored.get(cell.runId())),
                        Optional.empty()))
                .toList();
    }

    /** Runs without the suite, scorer or arm are left out: their cells are missing. */
    private List<ScoredRun> scored(List<StoredRun> some, SeriesQuery query) {
        try {
            return queries.scored(some, query);
        } catch (NotFound ofOne) {
            List<ScoredRun> scored = new ArrayList<>();
            for (StoredRun run : some) {
                try {
                    scored.add(queries.scored(run, query));
                } catch (NotFound missing) {
                    continue;
                }
            }
            return scored;
        }
    }
}
