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
public class EvaluationStore {
    private final OutcomeStore outcomeStore;

    public EvaluationStore(OutcomeStore outcomeStore) {
        this.outcomeStore = outcomeStore;
    }

    /**
     * Stores one evaluation with its outcomes, unless one of the same identity is there that finished earlier. It takes
     * the place of imported numbers.
     */
    public void store(Handle handle, SuiteEvaluated news, SuiteScore score, SuiteOutcomes outcomes) {
        handle.createUpdate("""
                        delete from evaluation where run_id = :run and step = :step and suite_id = :suite and arm = :arm
                            and scorer = :scorer and scorer_version = :version
                            and (imported or (finished_at, outcomes_sha256) > (:finishedAt, :outcomes))
                        """)
                .bind("run", news.checkpoint().runId())
                .bind("step", news.checkpoint().step())
                .bind("suite", news.suite().suiteId())
                .bind("arm", news.arm())
                .bind("scorer", news.scorer())
                .bind("version", news.scorerVersion())
                .bind("finishedAt", news.execution().finishedAt())
                .bind("outcomes", news.outcomes().sha256())
                .execute();
        insert(handle, news, score).ifPresent(id -> outcomeStore.store(handle, id, outcomes));
    }

    /** What lines a run's charts can have, in no order. */
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
                .map(EvaluationStore::toScore)
                .list();
    }

    private static Optional<Long> insert(Handle handle, SuiteEvaluated news, SuiteScore score) {
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
                .bind("run", news.checkpoint().runId())
                .bind("step", news.checkpoint().step())
                .bind("suite", news.suite().suiteId())
                .bind("arm", news.arm())
                .bind("scorer", news.scorer())
                .bind("version", news.scorerVersion())
                .bind("task", score.task())
                .bind("kind", Json.name(score.kind()))
                .bind("items", score.items())
                .bind("epochs", news.checkpoint().epochs())
                .bindMethods("context", score.contextAnswer())
                .bindMethods("memory", score.memoryAnswer())
                .bindMethods("correct", score.correct())
                .bind("itemsHash", news.suite().items().sha256())
                .bind("outcomesHash", news.outcomes().sha256())
                .bind("weights", news.weightsSha256())
                .bind("engine", news.execution().engine())
                .bind("replica", news.execution().replica())
                .bind("finishedAt", news.execution().finishedAt())
                .bind("armSettings", news.armSettings().map(Documents::write))
                .bind("batching", news.batching())
                .bind("metrics", Documents.write(news.metrics()))
                .bind("answers", news.answers().map(Documents::write))
                .bind("harness", news.harness().map(Documents::write))
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

    /** Bounds that are not known, as imported numbers may lack them, exclude nothing. */
    private static Estimate estimate(ResultSet row, String what) throws SQLException {
        if (what.equals("memory") && ScoreList.number(row, "memory_value").isEmpty()) {
            return Estimate.UNKNOWN;
        }
        double low = row.getDouble(what + "_low");
        boolean bounded = !row.wasNull();
        return new Estimate(row.getDouble(what + "_value"), low, bounded ? row.getDouble(what + "_high") : 1);
    }
}
