package io.tiltmeter.results.persistence;

import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Evaluations of a run that have items. */
@Singleton
public class ItemExportStore {
    /** One of them. */
    public record EvaluatedItems(
            long evaluationId, int step, String suiteId, String task, String scorer, int scorerVersion, String arm) {}

    /** All of them, by step, suite, scorer, version and arm. */
    public List<EvaluatedItems> evaluations(Handle handle, String runId) {
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
}
