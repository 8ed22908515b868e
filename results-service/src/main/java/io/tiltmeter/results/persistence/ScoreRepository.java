package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import io.tiltmeter.results.persistence.StoredEvaluation.Bounded;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Lists of the evaluations of a run, for those who show or export them one by one. */
@Singleton
public class ScoreRepository {
    /**
     * The files of an evaluation in lm-evaluation-harness' format.
     *
     * @param task its short name
     */
    public record StoredFiles(
            String suiteId, String task, String arm, String scorer, HarnessFiles files, Instant finishedAt) {}

    public record EvaluatedItems(
            long evaluationId, int step, String suiteId, String task, String scorer, int scorerVersion, String arm) {}

    /**
     * Some evaluations of a run, by step, suite, arm, scorer and version.
     *
     * @param step of this step alone, if it is given
     */
    public List<StoredEvaluation> rows(Handle handle, String runId, Optional<Integer> step, int limit, int offset) {
        return handle.createQuery("""
                        select * from evaluation where run_id = :run and (:all or step = :step)
                        order by step, suite_id, arm, scorer, scorer_version limit :limit offset :offset
                        """)
                .bind("run", runId)
                .bind("all", step.isEmpty())
                .bind("step", step.orElse(0))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(ScoreRepository::toRow)
                .list();
    }

    public long count(Handle handle, String runId, Optional<Integer> step) {
        return handle.createQuery("select count(*) from evaluation where run_id = :run and (:all or step = :step)")
                .bind("run", runId)
                .bind("all", step.isEmpty())
                .bind("step", step.orElse(0))
                .mapTo(Long.class)
                .one();
    }

    /** The files of a checkpoint's evaluations, each by the scorer's newest version, in no order. */
    public List<StoredFiles> harnessFiles(Handle handle, String runId, int step) {
        return handle.createQuery("""
                        select distinct on (suite_id, arm, scorer) suite_id, task, arm, scorer, harness, finished_at
                        from evaluation where run_id = :run and step = :step and harness is not null
                        order by suite_id, arm, scorer, scorer_version desc
                        """)
                .bind("run", runId)
                .bind("step", step)
                .map((row, context) -> new StoredFiles(
                        row.getString("suite_id"),
                        row.getString("task"),
                        row.getString("arm"),
                        row.getString("scorer"),
                        Documents.read(row.getString("harness"), HarnessFiles.class),
                        row.getTimestamp("finished_at").toInstant()))
                .list();
    }

    /** The steps of a run that have such files, ascending. */
    public List<Integer> harnessSteps(Handle handle, String runId) {
        return handle.createQuery(
                        "select distinct step from evaluation where run_id = :run and harness is not null order by step")
                .bind("run", runId)
                .mapTo(Integer.class)
                .list();
    }

    /** The evaluations of a run that have items, by step, suite, scorer, version and arm. */
    public List<EvaluatedItems> withItems(Handle handle, String runId) {
        return handle.createQuery("""
                        select e.id, e.step, e.suite_id, e.task, e.scorer, e.scorer_version, e.arm from evaluation e
                        join outcome_columns o on o.evaluation_id = e.id where e.run_id = :run
                        order by e.step, e.suite_id collate "C", e.scorer collate "C", e.scorer_version,
                            e.arm collate "C"
                        """)
                .bind("run", runId)
                .map((row, context) -> new EvaluatedItems(
                        row.getLong("id"),
                        row.getInt("step"),
                        row.getString("suite_id"),
                        row.getString("task"),
                        row.getString("scorer"),
                        row.getInt("scorer_version"),
                        row.getString("arm")))
                .list();
    }

    private static StoredEvaluation toRow(ResultSet row, StatementContext context) throws SQLException {
        StoredEvaluation.Subject subject = new StoredEvaluation.Subject(
                row.getInt("step"),
                row.getString("suite_id"),
                row.getString("task"),
                EvaluationRepository.kind(row),
                row.getString("arm"),
                row.getString("scorer"),
                row.getInt("scorer_version"),
                row.getInt("item_count"));
        StoredEvaluation.Provenance provenance = new StoredEvaluation.Provenance(
                row.getString("engine"),
                Optional.ofNullable(row.getString("batching")),
                row.getString("replica"),
                row.getString("items_sha256"),
                row.getString("outcomes_sha256"),
                row.getString("weights_sha256"));
        return new StoredEvaluation(
                subject,
                bounded(row, "context").orElseThrow(),
                bounded(row, "memory"),
                bounded(row, "correct"),
                Documents.readNumbers(row.getString("metrics")),
                provenance,
                row.getBoolean("imported"),
                row.getTimestamp("finished_at").toInstant());
    }

    private static Optional<Bounded> bounded(ResultSet row, String what) throws SQLException {
        return EvaluationRepository.number(row, what + "_value").isEmpty()
                ? Optional.empty()
                : Optional.of(new Bounded(
                        row.getDouble(what + "_value"),
                        EvaluationRepository.number(row, what + "_low"),
                        EvaluationRepository.number(row, what + "_high")));
    }
}
