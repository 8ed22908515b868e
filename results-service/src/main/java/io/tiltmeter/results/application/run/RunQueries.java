package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.results.application.run.ItemSelection.SelectedItems;
import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.OutcomeRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.ScoreRepository;
import io.tiltmeter.results.persistence.StoredEvaluation;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredSeries;
import io.tiltmeter.results.slice.SuiteSlices;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads runs: their state, their checkpoints and everything that was scored. */
@Singleton
public class RunQueries {
    private static final int MAX_KNOWN = 20;

    private final RunRepository runs;
    private final EvaluationRepository evaluations;
    private final OutcomeRepository outcomes;
    private final ItemSelection selection;
    private final ImportRepository imports;
    private final ScoreRepository scores;

    public RunQueries(
            RunRepository runs,
            EvaluationRepository evaluations,
            OutcomeRepository outcomes,
            ItemSelection selection,
            ImportRepository imports,
            ScoreRepository scores) {
        this.imports = imports;
        this.scores = scores;
        this.runs = runs;
        this.evaluations = evaluations;
        this.outcomes = outcomes;
        this.selection = selection;
    }

    /** @throws NotFound if no event of such a run has arrived; it lists the newest runs */
    public StoredRun find(Handle handle, String runId) {
        return runs.find(handle, runId).orElseThrow(() -> new NotFound("run", runId, runs.ids(handle, MAX_KNOWN)));
    }

    public List<StoredRun> list(Handle handle, Page page) {
        return runs.list(handle, page.limit(), page.offset());
    }

    public long count(Handle handle) {
        return runs.count(handle);
    }

    /** Evaluations of a run that were given up and that no later attempt finished, by ascending step. */
    public List<EvaluationFailed> failures(Handle handle, String runId) {
        return runs.failures(handle, runId);
    }

    /**
     * Every evaluation of a run, by all scorers and in all arms.
     *
     * @param step only of this step, if present
     */
    public List<StoredEvaluation> evaluations(Handle handle, String runId, Optional<Integer> step, Page page) {
        return scores.rows(handle, runId, step, page.limit(), page.offset());
    }

    public long countEvaluations(Handle handle, String runId, Optional<Integer> step) {
        return scores.count(handle, runId, step);
    }

    public ArmOrder arms(Handle handle, String runId) {
        return new ArmOrder(plan(runs.checkpoints(handle, runId)));
    }

    /**
     * A run with everything scored so far.
     *
     * @param query the knowledge-conflict suite to show, by name or id, and its series
     * @throws NotFound if there is no such run, or it has no such suite, scorer or arm
     */
    public ScoredRun scored(Handle handle, String runId, SeriesQuery query) {
        return scored(handle, find(handle, runId), query);
    }

    /** As {@link #scored(Handle, String, SeriesQuery)}, of a run that was read before. */
    public ScoredRun scored(Handle handle, StoredRun run, SeriesQuery query) {
        String runId = run.state().runId();
        List<CheckpointReady> checkpoints = runs.checkpoints(handle, runId);
        List<StoredSeries> stored = evaluations.series(handle, runId);
        SuiteNames names = SuiteNames.of(run.state().suites(), stored);
        RunSeries series = new RunSeries(stored, plan(checkpoints));
        Optional<String> conflict = query.suite()
                .map(wanted -> conflictSuite(wanted, names))
                .or(() -> names.conflict().stream().findFirst());
        Optional<SelectedSeries> shown = conflict.map(name -> shown(names.id(name), series, query));
        List<StoredScore> whole = evaluations.scores(handle, runId, selected(names, series, shown));
        Optional<SelectedItems> selected = conflict.flatMap(name ->
                selection.of(handle, new ItemSelection.Suite(runId, name, names.id(name), series, whole), query));
        List<StoredScore> scores = selected.map(
                        some -> selection.restrict(handle, whole, names.id(conflict.get()), some))
                .orElse(whole);
        List<SuiteScore> named = scores.stream()
                .map(score -> score.named(names.byId().get(score.suiteId())))
                .toList();
        Curve curve = Curve.of(conflict.orElse(""), named, expected(names, named));
        return new ScoredRun(
                run,
                names,
                conflict,
                series,
                shown,
                selected,
                checkpoints,
                run.imported() ? imports.losses(handle, runId) : Collections.emptySortedMap(),
                scores,
                curve);
    }

    /**
     * One series of any suite of a run, by ascending step.
     *
     * @param query its scorer and arm
     * @throws NotFound if the suite has no such
     */
    public List<StoredScore> series(Handle handle, ScoredRun scored, String suite, SeriesQuery query) {
        RunSeries series = scored.series();
        String suiteId = scored.names().id(suite);
        String scorer = series.scorer(suiteId, query.scorer());
        String arm = series.arm(suiteId, scorer, query.arm());
        return evaluations.scores(
                handle,
                scored.run().state().runId(),
                series.find(suiteId, scorer, arm).map(List::of).orElse(List.of()));
    }

    /** The items of a suite that a query selects; empty if all count. */
    public Optional<SelectedItems> selected(Handle handle, ScoredRun scored, String suite, SeriesQuery query) {
        return selection.of(handle, scored.suite(suite), query);
    }

    /** The slices of the knowledge-conflict suite that is shown; empty if there is none. */
    public Optional<SuiteSlices> slices(Handle handle, ScoredRun scored) {
        return scored.conflictSuite().map(suite -> selection.slices(handle, scored.suite(suite)));
    }

    /**
     * The answers along the run in the series that is shown: of the items that count, at every scored step. Empty if the
     * run has no knowledge-conflict suite, or nothing of it is scored item by item.
     */
    public Optional<ItemHistory> history(Handle handle, ScoredRun scored) {
        List<StoredScore> shown =
                scored.scores().stream().filter(scored::isShown).toList();
        Map<Long, ItemShares> shares = outcomes.shares(
                handle, shown.stream().map(StoredScore::evaluationId).toList());
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        for (StoredScore score : shown) {
            Optional.ofNullable(shares.get(score.evaluationId()))
                    .map(all -> scored.selected()
                            .map(some -> all.only(some.itemIds()))
                            .orElse(all))
                    .ifPresent(some -> byStep.put(score.score().step(), some));
        }
        return byStep.isEmpty() ? Optional.empty() : Optional.of(ItemHistory.of(byStep));
    }

    /** The plan of the first checkpoint that carries one; the default otherwise. */
    private static EvaluationPlan plan(List<CheckpointReady> checkpoints) {
        return checkpoints.stream()
                .map(CheckpointReady::evaluation)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(EvaluationPlan.DEFAULT);
    }

    private static SelectedSeries shown(String suiteId, RunSeries series, SeriesQuery query) {
        String scorer = series.scorer(suiteId, query.scorer());
        String arm = series.arm(suiteId, scorer, query.arm());
        return new SelectedSeries(
                scorer,
                arm,
                query.items(),
                series.scorersOf(suiteId),
                series.armsOf(suiteId),
                series.knowledgeOf(suiteId).isPresent());
    }

    /** For each conflict suite the series of the one that is shown, for each standard suite its usual series. */
    private static List<StoredSeries> selected(SuiteNames names, RunSeries series, Optional<SelectedSeries> shown) {
        List<StoredSeries> selected = new ArrayList<>();
        names.byId()
                .forEach((id, name) -> (names.conflict().contains(name)
                                ? shown.flatMap(one -> series.find(id, one.scorer(), one.arm()))
                                : series.usual(id))
                        .ifPresent(selected::add));
        return selected;
    }

    /** The suites of a complete point: every declared suite, or, for an imported run, those that all steps have. */
    private static Set<String> expected(SuiteNames names, List<SuiteScore> scores) {
        if (!names.declared().isEmpty()) {
            return names.declared();
        }
        Set<String> common = names.all();
        scores.stream()
                .collect(Collectors.groupingBy(
                        SuiteScore::step, Collectors.mapping(SuiteScore::task, Collectors.toCollection(TreeSet::new))))
                .values()
                .forEach(common::retainAll);
        return common;
    }

    private static String conflictSuite(String wanted, SuiteNames names) {
        String name = names.byId().getOrDefault(wanted, wanted);
        if (!names.conflict().contains(name)) {
            throw new NotFound("knowledge-conflict suite", wanted, names.conflict());
        }
        return name;
    }
}
