package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.results.application.run.ItemChoice.Chosen;
import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.EvaluationStore;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.results.persistence.OutcomeStore;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredSeries;
import io.tiltmeter.results.slice.SuiteSlices;
import io.tiltmeter.servicekit.rest.NotFound;
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

/** Puts a run together from the stores. */
@Singleton
public class RunReader {
    private static final int MAX_KNOWN = 20;

    private final RunStore runs;
    private final EvaluationStore evaluations;
    private final OutcomeStore outcomes;
    private final ItemChoice items;
    private final ImportStore imports;

    public RunReader(
            RunStore runs, EvaluationStore evaluations, OutcomeStore outcomes, ItemChoice items, ImportStore imports) {
        this.imports = imports;
        this.runs = runs;
        this.evaluations = evaluations;
        this.outcomes = outcomes;
        this.items = items;
    }

    /** @throws NotFound if no news of such a run has arrived; it lists the newest known ones */
    public StoredRun find(Handle handle, String runId) {
        return runs.find(handle, runId).orElseThrow(() -> new NotFound("run", runId, runs.ids(handle, MAX_KNOWN)));
    }

    /** The arms of a run in order. */
    public ArmOrder arms(Handle handle, String runId) {
        return new ArmOrder(plan(runs.checkpoints(handle, runId)));
    }

    /**
     * Everything scored so far.
     *
     * @param query the knowledge-conflict suite to show, by name or id, and its series
     * @throws NotFound if the run has no such suite, scorer or arm
     */
    public ScoredRun read(Handle handle, StoredRun run, SeriesQuery query) {
        String runId = run.state().runId();
        List<CheckpointReady> checkpoints = runs.checkpoints(handle, runId);
        List<StoredSeries> stored = evaluations.series(handle, runId);
        SuiteNames names = SuiteNames.of(run.state().suites(), stored);
        RunSeries series = new RunSeries(stored, plan(checkpoints));
        Optional<String> conflict = query.suite()
                .map(wanted -> conflictSuite(wanted, names))
                .or(() -> names.conflict().stream().findFirst());
        Optional<ShownSeries> shown = conflict.map(name -> shown(names.id(name), series, query));
        List<StoredScore> whole = evaluations.scores(handle, runId, chosen(names, series, shown));
        Optional<Chosen> chosen =
                conflict.flatMap(name -> items.of(handle, runId, name, names.id(name), series, whole, query));
        List<StoredScore> scores = chosen.map(some -> items.restrict(handle, whole, names.id(conflict.get()), some))
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
                chosen,
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

    /** Which items of a suite a query chooses; empty if all count. */
    public Optional<Chosen> chosen(Handle handle, ScoredRun scored, String suite, SeriesQuery query) {
        return items.of(
                handle,
                scored.run().state().runId(),
                suite,
                scored.names().id(suite),
                scored.series(),
                scored.scores(),
                query);
    }

    /** The slices of the knowledge-conflict suite that is shown; empty if there is none. */
    public Optional<SuiteSlices> slices(Handle handle, ScoredRun scored) {
        return scored.conflictSuite()
                .map(suite -> items.slices(
                        handle,
                        scored.run().state().runId(),
                        scored.names().id(suite),
                        scored.series(),
                        scored.scores()));
    }

    /**
     * The answers along the run in the series that is shown: the items that count, at every step that is scored. Empty
     * if the run has no knowledge-conflict suite, or nothing of it is scored item by item.
     */
    public Optional<ItemHistory> history(Handle handle, ScoredRun scored) {
        List<StoredScore> shown = scored.scores().stream()
                .filter(score -> scored.conflictSuite()
                        .filter(scored.nameOf(score)::equals)
                        .isPresent())
                .toList();
        Map<Long, ItemShares> shares = outcomes.shares(
                handle, shown.stream().map(StoredScore::evaluationId).toList());
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        for (StoredScore score : shown) {
            Optional.ofNullable(shares.get(score.evaluationId()))
                    .map(all -> scored.chosen()
                            .map(some -> all.only(some.itemIds()))
                            .orElse(all))
                    .ifPresent(some -> byStep.put(score.score().step(), some));
        }
        return byStep.isEmpty() ? Optional.empty() : Optional.of(ItemHistory.of(byStep));
    }

    /** The plan of the first checkpoint that carries one; the house's default otherwise. */
    private static EvaluationPlan plan(List<CheckpointReady> checkpoints) {
        return checkpoints.stream()
                .map(CheckpointReady::evaluation)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(EvaluationPlan.DEFAULT);
    }

    private static ShownSeries shown(String suiteId, RunSeries series, SeriesQuery query) {
        String scorer = series.scorer(suiteId, query.scorer());
        String arm = series.arm(suiteId, scorer, query.arm());
        return new ShownSeries(
                scorer,
                arm,
                query.items(),
                series.scorersOf(suiteId),
                series.armsOf(suiteId),
                series.knowledgeOf(suiteId).isPresent());
    }

    /** Of each conflict suite what is shown of the one, of each standard suite what it is usually shown by. */
    private static List<StoredSeries> chosen(SuiteNames names, RunSeries series, Optional<ShownSeries> shown) {
        List<StoredSeries> chosen = new ArrayList<>();
        names.byId()
                .forEach((id, name) -> (names.conflict().contains(name)
                                ? shown.flatMap(one -> series.find(id, one.scorer(), one.arm()))
                                : series.usual(id))
                        .ifPresent(chosen::add));
        return chosen;
    }

    /** What a complete point has: every declared suite, or, where all was imported, what all steps have. */
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
