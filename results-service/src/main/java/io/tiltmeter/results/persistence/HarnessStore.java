package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Where evaluations lie in lm-evaluation-harness' shape. */
@Singleton
public class HarnessStore {
    /**
     * One evaluation's files.
     *
     * @param suiteId the suite
     * @param task its short name
     */
    public record StoredFiles(
            String suiteId, String task, String arm, String scorer, HarnessFiles files, Instant finishedAt) {}

    /** Those of a checkpoint, each by the scorer's newest version, in no order. */
    public List<StoredFiles> files(Handle handle, String runId, int step) {
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
    public List<Integer> steps(Handle handle, String runId) {
        return handle.createQuery(
                        "select distinct step from evaluation where run_id = :run and harness is not null order by step")
                .bind("run", runId)
                .mapTo(Integer.class)
                .list();
    }
}
