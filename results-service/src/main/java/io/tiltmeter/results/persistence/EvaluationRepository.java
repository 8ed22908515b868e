package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.StoredScore.Provenance;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Scored suites and the outcome of each item. */
@Singleton
public class EvaluationRepository {
    private final OutcomeRepository outcomes;

    public EvaluationRepository(OutcomeRepository outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * Stores an evaluation with its outcomes, unless one of the same identity that finished earlier is stored. It
     * replaces imported numbers.
     */
    public void store(Handle handle, SuiteEvaluated event, SuiteScore score, SuiteOutcomes items) {
        handle.createUpdate("""
                        delete from evaluation where run_id = :run and step = :step and suite_id = :suite and arm = :arm
                            and scorer = :scorer and scorer_version = :version
                            and (imported or (finished_at, outcomes_sha256) > (:finishedAt, :outcomes))
                        """)
                .bind("run", event.checkpoint().runId())
                .bind("step", event.checkpoint().step())
                .bind("suite", event.suite().suiteId())
                .bind("arm", event.arm())
                .bind("scorer", event.scorer())
                .bind("version", event.scorerVersion())
                .bind("finishedAt", event.execution().finishedAt())
                .bind("outcomes", event.outcomes().sha256())
                .execute();
        insert(handle, event, score).ifPresent(id -> outcomes.store(handle, id, items));
    }

    /** The series that a run's charts can show, in no order. */
    public List<StoredSeries> series(Handle handle, String runId) {
        return handle.createQuery("""
                        select distinct suite_id, task, kind, scorer, arm from evaluation
                        where run_id = :run and charted
                        """)
                .bind("run", runId)
                .map((row, context) -> new StoredSeries(
                        row.getString("suite_id"),
                        row.getString("task"),
                        kind(row),
                        row.getString("scorer"),
                        row.getString("arm")))
                .list();
    }

    /** A run's scores in these series, at each step by the scorer's newest version there, by ascending step. */
    public List<StoredScore> scores(Handle handle, String runId, Collection<StoredSeries> series) {
        if (series.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("""
                        select distinct on (step, suite_id, scorer, arm) * from evaluation
                        where run_id = :run and charted and (suite_id, scorer, arm) in (<series>)
                        order by step, suite_id, scorer, arm, scorer_version desc
                        """)
                .bind("run", runId)
                .bindMethodsList("series", series, List.of("suiteId", "scorer", "arm"))
                .map(EvaluationRepository::toScore)
                .list();
    }

    private static Optional<Long> insert(Handle handle, SuiteEvaluated event, SuiteScore score) {
        return handle.createQuery("""
                        insert into evaluation (run_id, step, suite_id, arm, scorer, scorer_version, task, kind,
                            item_count, epochs, context_value, context_low, context_high, memory_value, memory_low,
                            memory_high, correct_value, correct_low, correct_high, items_sha256, outcomes_sha256,
                            weights_sha256, engine, replica, finished_at, arm_settings, batching, metrics, answers,
                            harness)
                        values (:run, :step, :suite, :arm, :scorer, :version, :task, :kind,
                            :items, :epochs, :context.value, :context.low, :context.high, :memory.value, :memory.low,
                            :memory.high, :correct.value, :correct.low, :correct.high, :itemsHash, :outcomesHash,
                            :weights, :engine, :replica, :finishedAt, :armSettings, :batching, :metrics, :answers,
                            :harness)
                        on conflict (run_id, step, suite_id, arm, scorer, scorer_version) do nothing
                        returning id
                        """)
                .bind("run", event.checkpoint().runId())
                .bind("step", event.checkpoint().step())
                .bind("suite", event.suite().suiteId())
                .bind("arm", event.arm())
                .bind("scorer", event.scorer())
                .bind("version", event.scorerVersion())
                .bind("task", score.task())
                .bind("kind", Json.name(score.kind()))
                .bind("items", score.items())
                .bind("epochs", event.checkpoint().epochs())
                .bindMethods("context", score.contextAnswer())
                .bindMethods("memory", score.memoryAnswer())
                .bindMethods("correct", score.correct())
                .bind("itemsHash", event.suite().items().sha256())
                .bind("outcomesHash", event.outcomes().sha256())
                .bind("weights", event.weightsSha256())
                .bind("engine", event.execution().engine())
                .bind("replica", event.execution().replica())
                .bind("finishedAt", event.execution().finishedAt())
                .bind("armSettings", event.armSettings().map(Documents::write))
                .bind("batching", event.batching())
                .bind("metrics", Documents.write(event.metrics()))
                .bind("answers", event.answers().map(Documents::write))
                .bind("harness", event.harness().map(Documents::write))
                .mapTo(Long.class)
                .findOne();
    }

    private static StoredScore toScore(ResultSet row, StatementContext context) throws SQLException {
        SuiteScore score = new SuiteScore(
                row.getInt("step"),
                row.getString("task"),
                kind(row),
                row.getInt("item_count"),
                estimate(row, "context"),
                estimate(row, "memory"),
                estimate(row, "correct"));
        Provenance provenance = new Provenance(
                row.getString("scorer"),
                row.getInt("scorer_version"),
                row.getString("arm"),
                Optional.ofNullable(row.getString("arm_settings")),
                row.getString("engine"),
                Optional.ofNullable(row.getString("batching")),
                row.getString("items_sha256"));
        return new StoredScore(
                row.getLong("id"), row.getString("suite_id"), row.getDouble("epochs"), provenance, score);
    }

    static SuiteKind kind(ResultSet row) throws SQLException {
        return SuiteKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    }

    /** Unknown bounds, which imported numbers may have, are those of the whole range. */
    private static Estimate estimate(ResultSet row, String what) throws SQLException {
        if (what.equals("memory") && number(row, "memory_value").isEmpty()) {
            return Estimate.UNKNOWN;
        }
        double low = row.getDouble(what + "_low");
        boolean bounded = !row.wasNull();
        return new Estimate(row.getDouble(what + "_value"), low, bounded ? row.getDouble(what + "_high") : 1);
    }

    static Optional<Double> number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
