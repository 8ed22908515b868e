package io.tiltmeter.results.application.study;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.application.study.StudyMatrix.ConditionFinding;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StudyRepository;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads studies. Within the caller's transaction. */
@Singleton
public class StudyQueries {
    private static final int MAX_KNOWN = 20;

    private final StudyRepository studies;
    private final RunRepository runs;
    private final RunQueries queries;
    private final VerdictQueries verdicts;
    private final StudyComparison comparison;

    public StudyQueries(
            StudyRepository studies,
            RunRepository runs,
            RunQueries queries,
            VerdictQueries verdicts,
            StudyComparison comparison) {
        this.studies = studies;
        this.runs = runs;
        this.queries = queries;
        this.verdicts = verdicts;
        this.comparison = comparison;
    }

    /** The newest first. */
    public List<StudyUpdated> list(Page page) {
        return studies.studies(page.limit(), page.offset());
    }

    public long count() {
        return studies.count();
    }

    /** The status of each run of these studies of which an event has arrived. */
    public Map<String, RunStatus> statuses(List<StudyUpdated> some) {
        return studies.statuses(some.stream()
                .flatMap(study -> study.cells().stream())
                .map(Cell::runId)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * What a study has found.
     *
     * @throws NotFound if no event of it has arrived; it lists the newest studies
     */
    public StudyMatrix matrix(String id, SeriesQuery query) {
        StudyUpdated study = studies.study(id).orElseThrow(() -> new NotFound("study", id, studies.ids(MAX_KNOWN)));
        Map<String, List<CellFinding>> cells = new LinkedHashMap<>();
        for (Condition condition : study.conditions()) {
            List<Cell> own = study.cells().stream()
                    .filter(cell -> cell.condition().equals(condition.name()))
                    .toList();
            cells.put(condition.name(), cells(own, query));
        }
        List<String> notes = new ArrayList<>();
        List<ConditionFinding> conditions = comparison.compare(cells, notes);
        return new StudyMatrix(
                study, cells.values().stream().flatMap(List::stream).toList(), conditions, notes);
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
                .map(cell -> {
                    Optional<ScoredRun> run = Optional.ofNullable(scored.get(cell.runId()));
                    return new CellFinding(
                            cell, Optional.ofNullable(stored.get(cell.runId())), run, run.flatMap(verdicts::judge));
                })
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
