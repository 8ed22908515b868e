package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.persistence.ScoreRow.Bounded;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Numbers that a person brought from elsewhere, beside those of our own evaluators and never in their place. */
@Singleton
public class ImportedScores {
    private static final int AT_ONCE = 1_000;

    /**
     * One suite's numbers at one checkpoint.
     *
     * @param suiteId the suite whose points they are
     * @param task its name
     * @param items how many were asked; 0 if the file does not say
     * @param epochs passes over the mixture; 0 if it does not say
     * @param context the counterfactual accuracy of a knowledge-conflict suite
     * @param memory its parametric accuracy, if there is one
     * @param correct the accuracy of a standard suite; empty if the task has none
     * @param version in place of the hash of a suite's items
     * @param charted whether it is a point of a chart
     * @param engine what is said to have computed it
     * @param model in place of the hash of its weights
     * @param writtenAt when it was computed, as far as that is known
     */
    public record Row(
            int step,
            String suiteId,
            String task,
            SuiteKind kind,
            String arm,
            String scorer,
            int items,
            double epochs,
            Optional<Bounded> context,
            Optional<Bounded> memory,
            Optional<Bounded> correct,
            SortedMap<String, Double> metrics,
            String version,
            boolean charted,
            String engine,
            String model,
            Instant writtenAt) {}

    /**
     * What stands already where a row would stand.
     *
     * @param imported whether it came from a file, and not from our own evaluators
     * @param told whether there was news of that import
     * @param fileSha256 that file's hash, or that of our outcomes
     */
    public record Standing(
            boolean imported,
            boolean told,
            String engine,
            String taskVersion,
            Optional<Double> value,
            SortedMap<String, Double> metrics,
            String fileSha256) {}

    /** What stands at the place of a row. */
    public Optional<Standing> standing(Handle handle, String runId, Row row) {
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
                .map((found, context) -> new Standing(
                        found.getBoolean("imported"),
                        found.getString("import_part") != null,
                        found.getString("engine"),
                        found.getString("items_sha256"),
                        ScoreList.number(found, "correct_value"),
                        Documents.readNumbers(found.getString("metrics")),
                        found.getString("outcomes_sha256")))
                .findOne();
    }

    /** Removes what came with this part of a run before. */
    public void clear(Handle handle, RunImported news) {
        handle.createUpdate("delete from evaluation where run_id = :run and import_part = :part and imported")
                .bind("run", news.runId())
                .bind("part", news.part())
                .execute();
    }

    /** Stores rows, each unless our own evaluators, or a later import, have one there. */
    public void store(Handle handle, RunImported news, List<Row> rows) {
        for (int first = 0; first < rows.size(); first += AT_ONCE) {
            List<Row> some = rows.subList(first, Math.min(first + AT_ONCE, rows.size()));
            PreparedBatch earlier = handle.prepareBatch("""
                    delete from evaluation where run_id = :run and step = :step and suite_id = :suite
                        and arm = :arm and scorer = :scorer and imported
                        and (imported_at is null or (imported_at, import_part) < (:importedAt, :part))
                    """);
            some.forEach(row -> place(earlier, news, row).add());
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
            some.forEach(row -> numbers(place(these, news, row), news, row).add());
            these.execute();
        }
    }

    /** Says of a run's evaluations of a suite, which were stored with their items, that they came with this import. */
    public void mark(Handle handle, RunImported news, String suiteId, String scorer) {
        handle.createUpdate("""
                        update evaluation set imported = true, import_part = :part, imported_at = :importedAt
                        where run_id = :run and suite_id = :suite and scorer = :scorer and import_part is null
                        """)
                .bind("run", news.runId())
                .bind("suite", suiteId)
                .bind("scorer", scorer)
                .bind("part", news.part())
                .bind("importedAt", news.importedAt())
                .execute();
    }

    private static PreparedBatch place(PreparedBatch batch, RunImported news, Row row) {
        return batch.bind("run", news.runId())
                .bind("step", row.step())
                .bind("suite", row.suiteId())
                .bind("arm", row.arm())
                .bind("scorer", row.scorer())
                .bind("part", news.part())
                .bind("importedAt", news.importedAt());
    }

    private static PreparedBatch numbers(PreparedBatch batch, RunImported news, Row row) {
        return batch.bind("task", row.task())
                .bind("kind", Json.name(row.kind()))
                .bind("items", row.items())
                .bind("epochs", row.epochs())
                .bind("context", row.context().map(Bounded::value))
                .bind("contextLow", row.context().flatMap(Bounded::low))
                .bind("contextHigh", row.context().flatMap(Bounded::high))
                .bind("memory", row.memory().map(Bounded::value))
                .bind("memoryLow", row.memory().flatMap(Bounded::low))
                .bind("memoryHigh", row.memory().flatMap(Bounded::high))
                .bind("correct", row.correct().map(Bounded::value))
                .bind("correctLow", row.correct().flatMap(Bounded::low))
                .bind("correctHigh", row.correct().flatMap(Bounded::high))
                .bind("version", row.version())
                .bind("file", news.source().sha256())
                .bind("model", row.model())
                .bind("engine", row.engine())
                .bind("writtenAt", row.writtenAt())
                .bind("metrics", Documents.write(row.metrics()))
                .bind("charted", row.charted());
    }
}
