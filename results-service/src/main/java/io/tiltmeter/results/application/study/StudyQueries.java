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
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StudyRepository;
import io.tiltmeter.results.replicate.ConditionDifference;
import io.tiltmeter.results.replicate.ConditionDrops;
import io.tiltmeter.results.statistics.Holm;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads studies. Within the caller's transaction. */
@Singleton
public class StudyQueries {
    private static final int MAX_KNOWN = 20;

    /** Answers of so many runs are in memory at once. */
    private static final int MAX_SEEDS = 50;

    private final StudyRepository studies;
    private final RunRepository runs;
    private final RunQueries queries;
    private final VerdictQueries verdicts;

    public StudyQueries(StudyRepository studies, RunRepository runs, RunQueries queries, VerdictQueries verdicts) {
        this.studies = studies;
        this.runs = runs;
        this.queries = queries;
        this.verdicts = verdicts;
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
        List<CellFinding> cells = new ArrayList<>();
        Map<String, Optional<ConditionDrops>> drops = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Condition condition : study.conditions()) {
            List<Cell> own = study.cells().stream()
                    .filter(cell -> cell.condition().equals(condition.name()))
                    .toList();
            List<CellFinding> found = cells(own, query);
            cells.addAll(found);
            drops.put(condition.name(), drops(condition.name(), found, notes));
        }
        return new StudyMatrix(study, cells, conditions(study, drops), notes);
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

    private Optional<ConditionDrops> drops(String condition, List<CellFinding> cells, List<String> notes) {
        Map<Long, ScoredRun> bySeed = new LinkedHashMap<>();
        cells.forEach(
                cell -> cell.scored().ifPresent(run -> bySeed.put(cell.cell().seed(), run)));
        if (bySeed.size() > MAX_SEEDS) {
            notes.add("of condition " + condition + " only the first " + MAX_SEEDS + " of " + bySeed.size()
                    + " scored seeds are compared");
            bySeed.keySet().retainAll(Set.copyOf(List.copyOf(bySeed.keySet()).subList(0, MAX_SEEDS)));
        }
        Map<String, ItemHistory> histories = queries.histories(bySeed.values());
        Map<Long, ConditionDrops.Answers> answers = new LinkedHashMap<>();
        bySeed.forEach((seed, run) -> {
            if (run.isProvisional()) {
                notes.add("run " + run.run().state().runId() + " is not scored to its end, so the figures may change");
            }
            Optional.ofNullable(histories.get(run.run().state().runId()))
                    .map(history -> history.at(run.curve().completePoints().stream()
                            .map(CurvePoint::step)
                            .collect(Collectors.toSet())))
                    .filter(history -> history.checkpoints() > 0)
                    .ifPresent(history -> answers.put(seed, new ConditionDrops.Answers(measured(run), history)));
        });
        return answers.isEmpty() ? Optional.empty() : ConditionDrops.of(answers);
    }

    /** The version of the suite and the way it was scored: only answers of one kind are subtracted from one another. */
    private static String measured(ScoredRun run) {
        return run.shownScores()
                .map(StoredScore::provenance)
                .map(from -> from.itemsSha256() + " " + from.scorer() + " " + from.scorerVersion() + " " + from.arm()
                        + " " + from.armSettings().orElse(""))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private static List<ConditionFinding> conditions(StudyUpdated study, Map<String, Optional<ConditionDrops>> drops) {
        String reference = study.conditions().get(0).name();
        Map<String, ConditionDifference> differences = new LinkedHashMap<>();
        drops.forEach((name, found) -> {
            if (!name.equals(reference) && found.isPresent()) {
                drops.get(reference)
                        .flatMap(first -> ConditionDifference.of(first, found.get(), ClusterBootstrap.STANDARD))
                        .ifPresent(difference -> differences.put(name, difference));
            }
        });
        List<String> tested = differences.keySet().stream()
                .filter(name -> differences.get(name).interval().isPresent())
                .toList();
        double[] corrected = Holm.corrected(tested.stream()
                .mapToDouble(
                        name -> differences.get(name).interval().orElseThrow().p())
                .toArray());
        return drops.entrySet().stream()
                .map(each -> new ConditionFinding(
                        each.getKey(),
                        each.getValue(),
                        Optional.ofNullable(differences.get(each.getKey())),
                        tested.contains(each.getKey())
                                ? OptionalDouble.of(corrected[tested.indexOf(each.getKey())])
                                : OptionalDouble.empty()))
                .toList();
    }
}
