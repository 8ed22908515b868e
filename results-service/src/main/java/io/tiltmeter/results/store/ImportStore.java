package io.tiltmeter.results.store;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.RunUpdated;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.jdbi.v3.core.Handle;

/** Numbers that a person brought from elsewhere, beside those of our own evaluators. */
@Singleton
public class ImportStore {
    /**
     * One task's numbers at one checkpoint.
     *
     * @param suiteId the suite whose points they are
     * @param task its name
     * @param items how many were asked; 0 if the file does not say
     * @param value the accuracy; empty if the task has none
     * @param low its 95 % interval's lower bound, if there is one
     * @param high the upper
     * @param taskVersion in place of the hash of a suite's items
     * @param charted whether it is a point of a chart
     */
    public record Row(
            String suiteId,
            String task,
            String arm,
            String scorer,
            int items,
            Optional<Double> value,
            Optional<Double> low,
            Optional<Double> high,
            SortedMap<String, Double> metrics,
            String taskVersion,
            boolean charted) {}

    /**
     * What stands already where a row would stand.
     *
     * @param imported whether it came from a file, and not from our own evaluators
     * @param fileSha256 that file's hash, or that of our outcomes
     */
    public record Standing(
            boolean imported,
            String engine,
            String taskVersion,
            Optional<Double> value,
            SortedMap<String, Double> metrics,
            String fileSha256) {}

    /** Lets no other import change this run until the transaction ends. */
    public void lock(Handle handle, String runId) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended('import ' || :run, 0)) is null")
                .bind("run", runId)
                .mapTo(Boolean.class)
                .one();
    }

    /** Creates a run that is known by its imports alone, or brings such a run up to date; a trainer's is left alone. */
    public void accept(Handle handle, RunUpdated run) {
        handle.createUpdate("""
                        insert into run (run_id, revision, status, created_at, updated_at, document, imported)
                        values (:id, :revision, :status, :createdAt, :updatedAt, :document, true)
                        on conflict (run_id) do update set document = excluded.document, status = excluded.status,
                            updated_at = excluded.updated_at
                        where run.imported
                        """)
                .bind("id", run.runId())
                .bind("revision", run.revision())
                .bind("status", run.status().name().toLowerCase(Locale.ROOT))
                .bind("createdAt", run.createdAt())
                .bind("updatedAt", run.updatedAt())
                .bind("document", Documents.write(run))
                .execute();
    }

    /** What stands at the place of a row. */
    public Optional<Standing> standing(Handle handle, String runId, int step, Row row) {
        return handle.createQuery("""
                        select imported, engine, items_sha256, correct_value, metrics, outcomes_sha256 from evaluation
                        where run_id = :run and step = :step and suite_id = :suite and arm = :arm and scorer = :scorer
                        order by scorer_version desc limit 1
                        """)
                .bind("run", runId)
                .bind("step", step)
                .bind("suite", row.suiteId())
                .bind("arm", row.arm())
                .bind("scorer", row.scorer())
                .map((found, context) -> new Standing(
                        found.getBoolean("imported"),
                        found.getString("engine"),
                        found.getString("items_sha256"),
                        ScoreList.number(found, "correct_value"),
                        Documents.readNumbers(found.getString("metrics")),
                        found.getString("outcomes_sha256")))
                .findOne();
    }

    /** Stores rows in place of those imported before. */
    public void store(
            Handle handle,
            String runId,
            int step,
            List<Row> rows,
            String engine,
            String fileSha256,
            String model,
            Instant writtenAt) {
        for (Row row : rows) {
            handle.createUpdate("""
                            delete from evaluation where run_id = :run and step = :step and suite_id = :suite
                                and arm = :arm and scorer = :scorer and imported
                            """)
                    .bind("run", runId)
                    .bind("step", step)
                    .bind("suite", row.suiteId())
                    .bind("arm", row.arm())
                    .bind("scorer", row.scorer())
                    .execute();
            handle.createUpdate("""
                            insert into evaluation (run_id, step, suite_id, arm, scorer, scorer_version, task, kind,
                                item_count, epochs, context_value, context_low, context_high, memory_value, memory_low,
                                memory_high, correct_value, correct_low, correct_high, items_sha256, outcomes_sha256,
                                weights_sha256, engine, replica, finished_at, metrics, imported, charted)
                            values (:run, :step, :suite, :arm, :scorer, 1, :task, 'standard',
                                :items, 0, 0, 0, 0, 0, 0, 0, :value, :low, :high, :version, :file, :model, :engine, '',
                                :writtenAt, :metrics, true, :charted)
                            """)
                    .bind("run", runId)
                    .bind("step", step)
                    .bind("suite", row.suiteId())
                    .bind("arm", row.arm())
                    .bind("scorer", row.scorer())
                    .bind("task", row.task())
                    .bind("items", row.items())
                    .bind("value", row.value())
                    .bind("low", row.low())
                    .bind("high", row.high())
                    .bind("version", row.taskVersion())
                    .bind("file", fileSha256)
                    .bind("model", model)
                    .bind("engine", engine)
                    .bind("writtenAt", writtenAt)
                    .bind("metrics", Documents.write(row.metrics()))
                    .bind("charted", row.charted())
                    .execute();
        }
    }

    /** Remembers where a file lies that numbers came from. */
    public void keep(Handle handle, String runId, int step, ArtifactRef file, String fileName, Instant importedAt) {
        handle.createUpdate("""
                        insert into imported_file (run_id, step, sha256, file_name, artifact, imported_at)
                        values (:run, :step, :sha256, :name, :artifact, :importedAt) on conflict do nothing
                        """)
                .bind("run", runId)
                .bind("step", step)
                .bind("sha256", file.sha256())
                .bind("name", fileName)
                .bind("artifact", Documents.write(file))
                .bind("importedAt", importedAt)
                .execute();
    }
}
