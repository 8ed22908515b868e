package io.tiltmeter.results.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.Bounded;
import io.tiltmeter.results.curve.ConflictMeasures;
import io.tiltmeter.results.curve.ConflictMeasures.Interval;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Scored suites and the outcome of each item. */
@Singleton
public class EvaluationRepository implements PanacheRepositoryBase<EvaluationEntity, Long> {
    private final OutcomeRepository outcomes;

    public EvaluationRepository(OutcomeRepository outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * Stores an evaluation with its outcomes, unless one of the same identity that finished earlier is stored. It
     * replaces imported numbers. The caller holds the lock of the run.
     *
     * @return whether it was stored
     */
    public boolean store(SuiteEvaluated event, SuiteScore score, SuiteOutcomes items) {
        Optional<Existing> existing = existing(event);
        existing.filter(Existing::replaced).ifPresent(earlier -> delete("id", earlier.id()));
        boolean counts = existing.isEmpty() || existing.get().replaced();
        if (counts) {
            EvaluationEntity row = row(event, score);
            persist(row);
            outcomes.store(row.id, items);
            getEntityManager().detach(row);
        }
        return counts;
    }

    /** The series that a run's charts can show, in no order. */
    public List<StoredSeries> series(String runId) {
        return series(List.of(runId)).getOrDefault(runId, List.of());
    }

    /** The series that the charts of each of these runs can show, in no order; a run without any is absent. */
    public Map<String, List<StoredSeries>> series(Collection<String> runIds) {
        return getEntityManager()
                .createQuery("""
                        select distinct runId, suiteId, task, kind, scorer, arm from Evaluation
                        where runId = one_of(:runs) and charted
                        """, SeriesOfRun.class)
                .setParameter("runs", runIds.toArray(String[]::new))
                .getResultStream()
                .collect(groupingBy(SeriesOfRun::runId, mapping(SeriesOfRun::series, toList())));
    }

    /** A run's scores in these series, at each step by the scorer's newest version there, by ascending step. */
    public List<StoredScore> scores(String runId, Collection<StoredSeries> series) {
        return scores(Map.of(runId, series)).getOrDefault(runId, List.of());
    }

    /** As {@link #scores(String, Collection)}, of several runs; a run without any is absent. */
    public Map<String, List<StoredScore>> scores(Map<String, ? extends Collection<StoredSeries>> seriesOfRuns) {
        Set<Line> wanted = new HashSet<>();
        seriesOfRuns.forEach((run, all) ->
                all.forEach(series -> wanted.add(new Line(run, series.suiteId(), series.scorer(), series.arm()))));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, List<StoredScore>> scores = new TreeMap<>();
        Set<Point> points = new HashSet<>();
        getEntityManager()
                .createQuery("""
                        select runId, id, step, suiteId, task, kind, scorer, scorerVersion, arm, armSettings, engine,
                            batching, itemsSha256, itemCount, epochs, contextValue, contextLow, contextHigh,
                            memoryValue, memoryLow, memoryHigh, correctValue, correctLow, correctHigh,
                            memorizationLow, memorizationHigh, bothLow, bothHigh, marginValue, marginLow, marginHigh,
                            sameItems
                        from Evaluation
                        where runId = one_of(:runs) and charted
                            and suiteId = one_of(:suites)
                            and scorer = one_of(:scorers)
                            and arm = one_of(:arms)
                        order by step, suiteId, scorer, arm, scorerVersion desc
                        """, ScoreRow.class)
                .setParameter("runs", seriesOfRuns.keySet().toArray(String[]::new))
                .setParameter("suites", each(wanted, Line::suiteId))
                .setParameter("scorers", each(wanted, Line::scorer))
                .setParameter("arms", each(wanted, Line::arm))
                .getResultStream()
                .filter(row -> wanted.contains(row.line()) && points.add(new Point(row.line(), row.step())))
                .forEach(row -> scores.computeIfAbsent(row.runId(), run -> new ArrayList<>())
                        .add(row.toScore()));
        return scores;
    }

    private Optional<Existing> existing(SuiteEvaluated event) {
        return getEntityManager()
                .createQuery("""
                        select id, case when imported or (finishedAt, outcomesSha256) > (:finishedAt, :outcomes)
                            then true else false end
                        from Evaluation
                        where runId = :run and step = :step and suiteId = :suite and arm = :arm and scorer = :scorer
                            and scorerVersion = :version
                        """, Existing.class)
                .setParameter("run", event.checkpoint().runId())
                .setParameter("step", event.checkpoint().step())
                .setParameter("suite", event.suite().suiteId())
                .setParameter("arm", event.arm())
                .setParameter("scorer", event.scorer())
                .setParameter("version", event.scorerVersion())
                .setParameter("finishedAt", event.execution().finishedAt())
                .setParameter("outcomes", event.outcomes().sha256())
                .getResultStream()
                .findFirst();
    }

    private static EvaluationEntity row(SuiteEvaluated event, SuiteScore score) {
        EvaluationEntity row = new EvaluationEntity();
        row.runId = event.checkpoint().runId();
        row.step = event.checkpoint().step();
        row.suiteId = event.suite().suiteId();
        row.arm = event.arm();
        row.scorer = event.scorer();
        row.scorerVersion = event.scorerVersion();
        row.task = score.task();
        row.kind = score.kind();
        row.itemCount = score.items();
        row.epochs = event.checkpoint().epochs();
        row.contextValue = score.contextAnswer().value();
        row.contextLow = score.contextAnswer().low();
        row.contextHigh = score.contextAnswer().high();
        row.memoryValue = score.memoryAnswer().value();
        row.memoryLow = score.memoryAnswer().low();
        row.memoryHigh = score.memoryAnswer().high();
        row.correctValue = score.correct().value();
        row.correctLow = score.correct().low();
        row.correctHigh = score.correct().high();
        ConflictMeasures measures = score.measures();
        row.memorizationLow = measures.memorizationRatio().flatMap(Bounded::low).orElse(null);
        row.memorizationHigh =
                measures.memorizationRatio().flatMap(Bounded::high).orElse(null);
        row.bothLow = measures.both().flatMap(Bounded::low).orElse(null);
        row.bothHigh = measures.both().flatMap(Bounded::high).orElse(null);
        row.marginValue = measures.marginNats().map(Bounded::value).orElse(null);
        row.marginLow = measures.marginNats().flatMap(Bounded::low).orElse(null);
        row.marginHigh = measures.marginNats().flatMap(Bounded::high).orElse(null);
        row.itemsSha256 = event.suite().items().sha256();
        row.outcomesSha256 = event.outcomes().sha256();
        row.weightsSha256 = event.weightsSha256();
        row.engine = event.execution().engine();
        row.replica = event.execution().replica();
        row.finishedAt = event.execution().finishedAt();
        row.armSettings = event.armSettings().map(Json::write).orElse(null);
        row.batching = event.batching().orElse(null);
        row.metrics = EvaluationEntity.Numbers.of(event.metrics());
        row.harness = event.harness().orElse(null);
        return row;
    }

    private static <T> String[] each(Set<T> all, Function<T, String> aspect) {
        return all.stream().map(aspect).distinct().toArray(String[]::new);
    }

    /** Of the same identity as an event; of two that finished at once the one stays whose hash sorts first. */
    record Existing(Long id, boolean replaced) {}

    record SeriesOfRun(String runId, String suiteId, String task, SuiteKind kind, String scorer, String arm) {
        StoredSeries series() {
            return new StoredSeries(suiteId, task, kind, scorer, arm);
        }
    }

    record Line(String runId, String suiteId, String scorer, String arm) {}

    record Point(Line line, int step) {}

    record ScoreRow(
            String runId,
            Long id,
            int step,
            String suiteId,
            String task,
            SuiteKind kind,
            String scorer,
            int scorerVersion,
            String arm,
            String armSettings,
            String engine,
            String batching,
            String itemsSha256,
            int itemCount,
            double epochs,
            double contextValue,
            Double contextLow,
            Double contextHigh,
            Double memoryValue,
            Double memoryLow,
            Double memoryHigh,
            Double correctValue,
            Double correctLow,
            Double correctHigh,
            Double memorizationLow,
            Double memorizationHigh,
            Double bothLow,
            Double bothHigh,
            Double marginValue,
            Double marginLow,
            Double marginHigh,
            boolean sameItems) {
        Line line() {
            return new Line(runId, suiteId, scorer, arm);
        }

        StoredScore toScore() {
            SuiteScore score = new SuiteScore(
                    step,
                    task,
                    kind,
                    itemCount,
                    estimate(contextValue, contextLow, contextHigh),
                    memoryValue == null ? Estimate.UNKNOWN : estimate(memoryValue, memoryLow, memoryHigh),
                    estimate(correctValue == null ? 0 : correctValue, correctLow, correctHigh),
                    kind == SuiteKind.KNOWLEDGE_CONFLICT ? measures() : ConflictMeasures.NONE);
            return new StoredScore(
                    id,
                    suiteId,
                    epochs,
                    new StoredScore.Provenance(
                            scorer,
                            scorerVersion,
                            arm,
                            Optional.ofNullable(armSettings),
                            engine,
                            Optional.ofNullable(batching),
                            itemsSha256),
                    score,
                    sameItems);
        }

        private ConflictMeasures measures() {
            return ConflictMeasures.of(
                            estimate(contextValue, contextLow, contextHigh),
                            Optional.ofNullable(memoryValue).map(value -> estimate(value, memoryLow, memoryHigh)),
                            Optional.ofNullable(correctValue).map(value -> estimate(value, correctLow, correctHigh)))
                    .with(
                            interval(memorizationLow, memorizationHigh),
                            interval(bothLow, bothHigh),
                            Optional.ofNullable(marginValue)
                                    .map(value -> new Bounded(
                                            value, Optional.ofNullable(marginLow), Optional.ofNullable(marginHigh))));
        }

        private static Optional<Interval> interval(Double low, Double high) {
            return Optional.ofNullable(low).map(bound -> new Interval(bound, high));
        }

        /** Unknown bounds, which imported numbers may have, are those of the whole range. */
        private static Estimate estimate(double value, Double low, Double high) {
            return low == null ? new Estimate(value, 0, 1) : new Estimate(value, low, high);
        }
    }
}
