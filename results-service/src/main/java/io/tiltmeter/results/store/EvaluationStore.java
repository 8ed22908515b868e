package io.tiltmeter.results.store;

import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Scored suites and the outcome of each item. */
@Singleton
public class EvaluationStore {
    /** Stores one evaluation with its outcomes, unless one of the same identity is there that finished earlier. */
    public void store(Handle handle, SuiteEvaluated news, SuiteScore score, SuiteOutcomes outcomes) {
        handle.createUpdate("""
                        delete from evaluation where run_id = :run and step = :step and suite_id = :suite
                            and scorer = :scorer and scorer_version = :version
                            and (finished_at, outcomes_sha256) > (:finishedAt, :outcomes)
                        """)
                .bind("run", news.runId())
                .bind("step", news.step())
                .bind("suite", news.suite().suiteId())
                .bind("scorer", news.scorer())
                .bind("version", news.scorerVersion())
                .bind("finishedAt", news.finishedAt())
                .bind("outcomes", news.outcomes().sha256())
                .execute();
        insert(handle, news, score).ifPresent(id -> insertOutcomes(handle, id, outcomes));
    }

    /** A run's scores by one scorer, each suite by the scorer's newest version. */
    public List<StoredScore> scores(Handle handle, String runId, String scorer) {
        return handle.createQuery("""
                        select e.* from evaluation e
                        where run_id = :run and scorer = :scorer and scorer_version = (
                            select max(scorer_version) from evaluation n
                            where n.run_id = e.run_id and n.suite_id = e.suite_id and n.scorer = e.scorer)
                        order by step, suite_id
                        """)
                .bind("run", runId)
                .bind("scorer", scorer)
                .map(EvaluationStore::toScore)
                .list();
    }

    /** Every item's outcome in an evaluation, by item id. */
    public List<ItemOutcome> outcomes(Handle handle, long evaluationId) {
        return handle.createQuery("select * from item_outcome where evaluation_id = :id order by item_id")
                .bind("id", evaluationId)
                .reduceRows(new ArrayList<ItemOutcome>(), (list, row) -> {
                    list.add(toOutcome(row));
                    return list;
                });
    }

    private static Optional<Long> insert(Handle handle, SuiteEvaluated news, SuiteScore score) {
        return handle.createQuery("""
                        insert into evaluation (run_id, step, suite_id, scorer, scorer_version, task, kind, item_count,
                            epochs, context_value, context_low, context_high, memory_value, memory_low, memory_high,
                            correct_value, correct_low, correct_high, items_sha256, outcomes_sha256, weights_sha256,
                            engine, replica, finished_at)
                        values (:run, :step, :suite, :scorer, :version, :task, :kind, :items,
                            :epochs, :context.value, :context.low, :context.high, :memory.value, :memory.low,
                            :memory.high, :correct.value, :correct.low, :correct.high, :itemsHash, :outcomesHash,
                            :weights, :engine, :replica, :finishedAt)
                        on conflict (run_id, step, suite_id, scorer, scorer_version) do nothing
                        returning id
                        """)
                .bind("run", news.runId())
                .bind("step", news.step())
                .bind("suite", news.suite().suiteId())
                .bind("scorer", news.scorer())
                .bind("version", news.scorerVersion())
                .bind("task", score.task())
                .bind("kind", score.kind().name().toLowerCase(Locale.ROOT))
                .bind("items", score.items())
                .bind("epochs", news.epochs())
                .bindMethods("context", score.contextAnswer())
                .bindMethods("memory", score.memoryAnswer())
                .bindMethods("correct", score.correct())
                .bind("itemsHash", news.suite().items().sha256())
                .bind("outcomesHash", news.outcomes().sha256())
                .bind("weights", news.weightsSha256())
                .bind("engine", news.engine())
                .bind("replica", news.replica())
                .bind("finishedAt", news.finishedAt())
                .mapTo(Long.class)
                .findOne();
    }

    private static void insertOutcomes(Handle handle, long evaluationId, SuiteOutcomes outcomes) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into item_outcome (evaluation_id, item_id, cluster_id, generated, context_answer_found,
                    memory_answer_found)
                values (:evaluation, :item, :cluster, :generated, :context, :memory)
                """);
        for (ItemOutcome outcome : outcomes.items()) {
            batch.bind("evaluation", evaluationId)
                    .bind("item", outcome.itemId())
                    .bind("cluster", outcome.clusterId())
                    .bind("generated", outcome.generated())
                    .bind("context", outcome.contextAnswerFound())
                    .bind("memory", outcome.memoryAnswerFound())
                    .add();
        }
        batch.execute();
    }

    private static StoredScore toScore(ResultSet row, StatementContext context) throws SQLException {
        SuiteScore score = new SuiteScore(
                row.getInt("step"),
                row.getString("task"),
                SuiteKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getInt("item_count"),
                estimate(row, "context"),
                estimate(row, "memory"),
                estimate(row, "correct"));
        return new StoredScore(row.getLong("id"), row.getString("suite_id"), row.getDouble("epochs"), score);
    }

    private static Estimate estimate(ResultSet row, String what) throws SQLException {
        return new Estimate(
                row.getDouble(what + "_value"), row.getDouble(what + "_low"), row.getDouble(what + "_high"));
    }

    static ItemOutcome toOutcome(RowView row) {
        return new ItemOutcome(
                row.getColumn("item_id", String.class),
                row.getColumn("cluster_id", String.class),
                row.getColumn("generated", String.class),
                row.getColumn("context_answer_found", Boolean.class),
                row.getColumn("memory_answer_found", Boolean.class));
    }
}
