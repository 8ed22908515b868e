package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.application.run.ItemSelection.SelectedItems;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.CheckpointRepository;
import io.tiltmeter.results.persistence.EvaluationFailureRepository;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.ImportRepository.StoredImport;
import io.tiltmeter.results.persistence.OutcomeRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.ScoreRepository;
import io.tiltmeter.results.persistence.StoredEvaluation;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.slice.SuiteSlices;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads runs: their state, their checkpoints and everything that was scored. Within the caller's transaction. */
@Singleton
public class RunQueries {
    private static final int MAX_KNOWN = 20;

    private final RunRepository runs;
    private final CheckpointRepository checkpoints;
    private final EvaluationFailureRepository failures;
    private final EvaluationRepository evaluations;
    private final ScoreRepository scores;
    private final OutcomeRepository outcomes;
    private final ImportRepository imports;
    private final ItemSelection selection;
    private final ScoredRunReader reader;

    public RunQueries(
            RunRepository runs,
            CheckpointRepository checkpoints,
            EvaluationFailureRepository failures,
            EvaluationRepository evaluations,
            ScoreRepository scores,
            OutcomeRepository outcomes,
            ImportRepository imports,
            ItemSelection selection,
            ScoredRunReader reader) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.failures = failures;
        this.evaluations = evaluations;
        this.scores = scores;
        this.outcomes = outcomes;
        this.imports = imports;
        this.selection = selection;
        this.reader = reader;
    }

    /** @throws NotFound if no event of such a run has arrived; it lists the newest runs */
    public StoredRun find(String runId) {
        return runs.run(runId).orElseThrow(() -> new NotFound("run", runId, runs.ids(MAX_KNOWN)));
    }

    /** These runs in this order. */
    public List<StoredRun> find(List<String> runIds) {
        Map<String, StoredRun> found = new TreeMap<>();
        runs.runs(runIds).forEach(run -> found.put(run.state().runId(), run));
        List<String> missing =
                runIds.stream().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            throw new NotFound("run", String.join(", ", missing), runs.ids(MAX_KNOWN));
        }
        return runIds.stream().map(found::get).toList();
    }

    /** Evaluations of a run that were given up and that no later attempt finished, by ascending step. */
    public List<EvaluationFailed> failures(String runId) {
        return failures.ofRun(runId);
    }

    /**
     * Every evaluation of a run, by all scorers and in all arms.
     *
     * @param step only of this step, if present
     */
    public List<StoredEvaluation> evaluations(String runId, Optional<Integer> step, Page page) {
        return scores.rows(runId, step, page.limit(), page.offset());
    }

    public long countEvaluations(String runId, Optional<Integer> step) {
        return scores.countRows(runId, step);
    }

    /** The imports that a run consists of, the latest of each part, by time; none of a run that was trained here. */
    public List<RunImported> imports(StoredRun run) {
        return run.imported()
                ? imports.ofRun(run.state().runId()).stream()
                        .map(StoredImport::event)
                        .toList()
                : List.of();
    }

    public ArmOrder arms(String runId) {
        return new ArmOrder(ScoredRunReader.plan(checkpoints.ofRun(runId)));
    }

    /**
     * A run with everything scored so far.
     *
     * @param query the knowledge-conflict suite to show, by name or id, and its series
     * @throws NotFound if there is no such run, or it has no such suite, scorer or arm
     */
    public ScoredRun scored(String runId, SeriesQuery query) {
        return scored(find(runId), query);
    }

    /** As {@link #scored(String, SeriesQuery)}, of a run that was read before. */
    public ScoredRun scored(StoredRun run, SeriesQuery query) {
        return scored(List.of(run), query).get(0);
    }

    /** As {@link #scored(String, SeriesQuery)}, of several runs in their order, in as many statements as for one. */
    public List<ScoredRun> scored(List<StoredRun> some, SeriesQuery query) {
        return reader.read(some, query);
    }

    /** A run that was read before, with another series of it. */
    public ScoredRun scored(ScoredRun run, SeriesQuery query) {
        return scored(List.of(run), List.of(query)).get(0);
    }

    /** Runs that were read before, each with another series of it. */
    List<ScoredRun> scored(List<ScoredRun> some, List<SeriesQuery> queries) {
        return reader.readAgain(some, queries);
    }

    /**
     * One series of any suite of a run, by ascending step.
     *
     * @param query its scorer and arm
     * @throws NotFound if the suite has no such
     */
    public List<StoredScore> series(ScoredRun scored, String suite, SeriesQuery query) {
        RunSeries series = scored.series();
        String suiteId = scored.names().id(suite);
        String scorer = series.scorer(suiteId, query.scorer());
        String arm = series.arm(suiteId, scorer, query.arm());
        return evaluations.scores(
                scored.run().state().runId(),
                series.find(suiteId, scorer, arm).map(List::of).orElse(List.of()));
    }

    /** The items of a suite that a query selects; empty if all count. */
    public Optional<SelectedItems> selected(ScoredRun scored, String suite, SeriesQuery query) {
        return selection.of(scored.suite(suite), query);
    }

    /** The slices of the knowledge-conflict suite that is shown; empty if there is none. */
    public Optional<SuiteSlices> slices(ScoredRun scored) {
        return scored.conflictSuite().map(suite -> selection.slices(scored.suite(suite)));
    }

    /**
     * The answers along the run in the series that is shown: of the items that count, at every scored step. Empty if the
     * run has no knowledge-conflict suite, or nothing of it is scored item by item.
     */
    public Optional<ItemHistory> history(ScoredRun scored) {
        return scored.history(shares(List.of(scored)));
    }

    /** As {@link #history}, of each of these runs that has any, by the ids of runs. */
    public Map<String, ItemHistory> histories(Collection<ScoredRun> some) {
        Map<Long, ItemShares> shares = shares(some);
        Map<String, ItemHistory> histories = new TreeMap<>();
        some.forEach(scored -> scored.history(shares)
                .ifPresent(history -> histories.put(scored.run().state().runId(), history)));
        return histories;
    }

    /** The numbers of the evaluations that these runs show, by the ids of evaluations. */
    public Map<Long, ItemShares> shares(Collection<ScoredRun> some) {
        return outcomes.shares(some.stream()
                .flatMap(ScoredRun::shownScores)
                .map(StoredScore::evaluationId)
                .toList());
    }
}
