package io.tiltmeter.results.persistence;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.persistence.StoredEvaluation.Bounded;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Imported scores. They never replace those of our own evaluators. */
@Singleton
public class ImportedScoreRepository {
    private static final int BATCH_ROWS = 1_000;

    /**
     * One suite's score at one checkpoint; imported files keep it as a line of JSON.
     *
     * @param items how many were scored; 0 if the file does not say
     * @param epochs passes over the mixture; 0 if the file does not say
     * @param version in place of the hash of a suite's items
     * @param charted whether it is a point of a chart
     * @param engine what computed it, according to the file
     * @param model in place of the hash of its weights
     * @param writtenAt when it was computed, as far as that is known
     */
    public record ImportedScore(
            int step,
            String suiteId,
            String task,
            SuiteKind kind,
            String arm,
            String scorer,
            int items,
            double epochs,
            @JsonUnwrapped Measured measured,
            String version,
            boolean charted,
            String engine,
            String model,
            Instant writtenAt) {}

    /**
     * The numbers of a score.
     *
     * @param context the counterfactual accuracy of a knowledge-conflict suite
     * @param memory its parametric accuracy, if there is one
     * @param correct the accuracy of a standard suite; empty if the task has none
     * @param metrics further numbers by the names of lm-evaluation-harness
     */
    public record Measured(
            Optional<Bounded> context,
            Optional<Bounded> memory,
            Optional<Bounded> correct,
            SortedMap<String, Double> metrics) {}

    /**
     * The score that is stored under the identity of another.
     *
     * @param imported whether it came from a file, and not from our own evaluators
     * @param published whether an event of that import was published
     * @param fileSha256 that file's hash, or that of our outcomes
     */
    public record ExistingScore(
            boolean imported,
            boolean published,
            String engine,
            String taskVersion,
            Optional<Double> value,
            SortedMap<String, Double> metrics,
            String fileSha256) {}

    /** The score that is stored under the identity of this one. */
    public Optional<ExistingScore> existing(Handle handle, String runId, ImportedScore row) {
        return handle.createQuery("""
                        select imported, import_part, engine, items_sha256, correct_value, metrics, outcomes_sha256
                        from evaluation
                        where run_id = :run and step = :step and suite_id = :suite and arm = :arm and scorer = :scorer
                        order by scorer_version desc limit 1
                        """)
                .bind("run", runId)
                .bind("step", row.step())
                .bind("suite", row.suiteId())
                .bind("arm", row.arm())
                .bind("scorer", row.scorer())
                .map((found, context) -> new ExistingScore(
                        found.getBoolean("imported"),
                        found.getString("import_part") != null,
                        found.getString("engine"),
                        found.getString("items_sha256"),
                        EvaluationRepository.number(found, "correct_value"),
                        Documents.readNumbers(found.getString("metrics")),
                        found.getString("outcomes_sha256")))
                .findOne();
    }

    /** Deletes what an earlier import of this part stored. */
    public void clear(Handle handle, RunImported event) {
        handle.createUpdate("delete from evaluation where run_id = :run and import_part = :part and imported")
                .bind("run", event.runId())
                .bind("part", event.part())
                .execute();
    }

    /** Stores scores, except where our own evaluators or a later import have stored one. */
    public void store(Handle handle, RunImported event, List<ImportedScore> rows) {
        for (int first = 0; first < rows.size(); first += BATCH_ROWS) {
            List<ImportedScore> some = rows.subList(first, Math.min(first + BATCH_ROWS, rows.size()));
            PreparedBatch earlier = handle.prepareBatch("""
                    delete from evaluation where run_id = :run and step = :step and suite_id = :suite
                        and arm = :arm and scorer = :scorer and imported
                        and (imported_at is null or (imported_at, import_part) < (:importedAt, :part))
                    """);
            some.forEach(row -> identify(earlier, event, row).add());
            earlier.execute();
            PreparedBatch these = handle.prepareBatch("""
                    insert into evaluation (run_id, step, suite_id, arm, scorer, scorer_version, task, kind,
                        item_count, epochs, context_value, context_low, context_high, memory_value, memory_low,
                        memory_high, correct_value, correct_low, correct_high, items_sha256, outcomes_sha256,
                        weights_sha256, engine, replica, finished_at, metrics, imported, charted, import_part,
                        imported_at)
                    select :run, :step, :suite, :arm, :scorer, 1, :task, :kind,
                        :items, :epochs, coalesce(:context, 0::double precision), :contextLow, :contextHigh,
                        :memory, :memoryLow, :memoryHigh, :correct, :correctLow, :correctHigh, :version, :file,
                        :model, :engine, '', :writtenAt, :metrics, true, :charted, :part, :importedAt
                    where not exists (select 1 from evaluation where run_id = :run and step = :step
                        and suite_id = :suite and arm = :arm and scorer = :scorer)
                    """);
            some.forEach(row -> numbers(identify(these, event, row), event, row).add());
            these.execute();
        }
    }

    /** Marks a run's evaluations of a suite, stored with their items, as belonging to this import. */
    public void mark(Handle handle, RunImported event, String suiteId, String scorer) {
        handle.createUpdate("""
                        update evaluation set imported = true, import_part = :part, imported_at = :importedAt
                        where run_id = :run and suite_id = :suite and scorer = :scorer and import_part is null
                        """)
                .bind("run", event.runId())
                .bind("suite", suiteId)
                .bind("scorer", scorer)
                .bind("part", event.part())
                .bind("importedAt", event.importedAt())
                .execute();
    }

    private static PreparedBatch identify(PreparedBatch batch, RunImported event, ImportedScore row) {
        return batch.bind("run", event.runId())
                .bind("step", row.step())
                .bind("suite", row.suiteId())
                .bind("arm", row.arm())
                .bind("scorer", row.scorer())
                .bind("part", event.part())
                .bind("importedAt", event.importedAt());
    }

    private static PreparedBatch numbers(PreparedBatch batch, RunImported event, ImportedScore row) {
        return batch.bind("task", row.task())
                .bind("kind", Json.name(row.kind()))
                .bind("items", row.items())
                .bind("epochs", row.epochs())
                .bind("context", row.measured().context().map(Bounded::value))
                .bind("contextLow", row.measured().context().flatMap(Bounded::low))
                .bind("contextHigh", row.measured().context().flatMap(Bounded::high))
                .bind("memory", row.measured().memory().map(Bounded::value))
                .bind("memoryLow", row.measured().memory().flatMap(Bounded::low))
                .bind("memoryHigh", row.measured().memory().flatMap(Bounded::high))
                .bind("correct", row.measured().correct().map(Bounded::value))
                .bind("correctLow", row.measured().correct().flatMap(Bounded::low))
                .bind("correctHigh", row.measured().correct().flatMap(Bounded::high))
                .bind("version", row.version())
                .bind("file", event.source().sha256())
                .bind("model", row.model())
                .bind("engine", row.engine())
                .bind("writtenAt", row.writtenAt())
                .bind("metrics", Documents.write(row.measured().metrics()))
                .bind("charted", row.charted());
    }
}
