package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.results.application.run.ItemSelection.SelectedItems;
import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.CheckpointRepository;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredSeries;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the scores of runs, of several in as many statements as of one. */
@Singleton
final class ScoredRunReader {
    private final CheckpointRepository checkpoints;
    private final EvaluationRepository evaluations;
    private final ImportRepository imports;
    private final ItemSelection selection;

    ScoredRunReader(
            CheckpointRepository checkpoints,
            EvaluationRepository evaluations,
            ImportRepository imports,
            ItemSelection selection) {
        this.checkpoints = checkpoints;
        this.evaluations = evaluations;
        this.imports = imports;
        this.selection = selection;
    }

    /** What is read of a run whatever series is shown. */
    private record Facts(
            StoredRun run,
            SuiteNames names,
            RunSeries series,
            List<CheckpointReady> checkpoints,
            SortedMap<Integer, Double> importedLosses) {
        private String runId() {
            return run.state().runId();
        }
    }

    /**
     * What a query selects of a run.
     *
     * @param conflict the knowledge-conflict suite that is shown
     * @param read the series whose scores are read
     */
    private record Selected(
            Facts facts,
            SeriesQuery query,
            Optional<String> conflict,
            Optional<SelectedSeries> shown,
            List<StoredSeries> read) {}

    /**
     * Runs with everything scored so far, in their order.
     *
     * @throws NotFound if one has no such suite, scorer or arm
     */
    List<ScoredRun> read(List<StoredRun> runs, SeriesQuery query) {
        List<String> ids = runs.stream().map(run -> run.state().runId()).toList();
        Map<String, List<CheckpointReady>> saved = checkpoints.ofRuns(ids);
        Map<String, List<StoredSeries>> stored = evaluations.series(ids);
        Map<String, SortedMap<Integer, Double>> losses = imports.losses(runs.stream()
                .filter(StoredRun::imported)
                .map(run -> run.state().runId())
                .toList());
        return scored(runs.stream()
                .map(run -> {
                    String id = run.state().runId();
                    List<CheckpointReady> own = saved.getOrDefault(id, List.of());
                    List<StoredSeries> series = stored.getOrDefault(id, List.of());
                    Facts facts = new Facts(
                            run,
                            SuiteNames.of(run.state().suites(), series),
                            new RunSeries(series, plan(own)),
                            own,
                            losses.getOrDefault(id, Collections.emptySortedMap()));
                    return select(facts, query);
                })
                .toList());
    }

    /** Runs that were read before, each with another series: only scores are read. */
    List<ScoredRun> readAgain(List<ScoredRun> runs, List<SeriesQuery> queries) {
        return scored(IntStream.range(0, runs.size())
                .mapToObj(index -> {
                    ScoredRun run = runs.get(index);
                    Facts facts =
                            new Facts(run.run(), run.names(), run.series(), run.checkpoints(), run.importedLosses());
                    return select(facts, queries.get(index));
                })
                .toList());
    }

    /** The plan of the first checkpoint that carries one; the default otherwise. */
    static EvaluationPlan plan(List<CheckpointReady> checkpoints) {
        return checkpoints.stream()
                .map(CheckpointReady::evaluation)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(EvaluationPlan.DEFAULT);
    }

    /** For each conflict suite the series of the one that is shown, for each standard suite its usual series. */
    private static Selected select(Facts facts, SeriesQuery query) {
        SuiteNames names = facts.names();
        Optional<String> conflict = query.suite()
                .map(wanted -> conflictSuite(wanted, names))
                .or(() -> names.conflict().stream().findFirst());
        Optional<SelectedSeries> shown = conflict.map(name -> shown(names.id(name), facts.series(), query));
        List<StoredSeries> read = new ArrayList<>();
        names.byId()
                .forEach((id, name) -> (names.conflict().contains(name)
                                ? shown.flatMap(one -> facts.series().find(id, one.scorer(), one.arm()))
                                : facts.series().usual(id))
                        .ifPresent(read::add));
        return new Selected(facts, query, conflict, shown, read);
    }

    private static String conflictSuite(String wanted, SuiteNames names) {
        String name = names.byId().getOrDefault(wanted, wanted);
        if (!names.conflict().contains(name)) {
            throw new NotFound("knowledge-conflict suite", wanted, names.conflict());
        }
        return name;
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

    private List<ScoredRun> scored(List<Selected> all) {
        Map<String, List<StoredSeries>> read = new HashMap<>();
        all.forEach(each -> read.computeIfAbsent(each.facts().runId(), run -> new ArrayList<>())
                .addAll(each.read()));
        Map<String, List<StoredScore>> scores = evaluations.scores(read);
        return all.stream()
                .map(each -> {
                    Set<List<String>> own = each.read().stream()
                            .map(series -> List.of(series.suiteId(), series.scorer(), series.arm()))
                            .collect(Collectors.toSet());
                    return scored(
                            each,
                            scores.getOrDefault(each.facts().runId(), List.of()).stream()
                                    .filter(score -> own.contains(List.of(
                                            score.suiteId(),
                                            score.provenance().scorer(),
                                            score.provenance().arm())))
                                    .toList());
                })
                .toList();
    }

    private ScoredRun scored(Selected chosen, List<StoredScore> whole) {
        Facts facts = chosen.facts();
        SuiteNames names = facts.names();
        Optional<SelectedItems> items = chosen.conflict()
                .flatMap(name -> selection.of(
                        new ItemSelection.Suite(facts.runId(), name, names.id(name), facts.series(), whole),
                        chosen.query()));
        List<StoredScore> scores = items.map(some ->
                        selection.restrict(whole, names.id(chosen.conflict().get()), some))
                .orElse(whole);
        List<SuiteScore> named = scores.stream()
                .map(score -> score.named(names.byId().get(score.suiteId())))
                .toList();
        return new ScoredRun(
                facts.run(),
                names,
                chosen.conflict(),
                facts.series(),
                chosen.shown(),
                items,
                facts.checkpoints(),
                facts.importedLosses(),
                scores,
                Curve.of(chosen.conflict().orElse(""), named, expected(names, named)));
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
}
