package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The imports of runs. Of those of one part the latest counts, in whatever order they arrive. */
@Singleton
public class ImportRepository {
    /**
     * The latest import of a part.
     *
     * @param firstImportedAt when its part was imported for the first time
     */
    public record StoredImport(RunImported event, Instant firstImportedAt) {}

    /** Keeps other imports from changing this run until the transaction ends. */
    public void lock(Handle handle, String runId) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended('import ' || :run, 0)) is null")
                .bind("run", runId)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Stores an import in place of earlier ones of its part.
     *
     * @return false if it is stored already, or a later one is
     */
    public boolean keep(Handle handle, RunImported event) {
        handle.createUpdate("""
                        update run_import set first_imported_at = :importedAt
                        where run_id = :run and part = :part and first_imported_at > :importedAt
                        """)
                .bind("run", event.runId())
                .bind("part", event.part())
                .bind("importedAt", event.importedAt())
                .execute();
        return handle.createUpdate("""
                        insert into run_import (run_id, part, imported_at, first_imported_at, file_sha256, document)
                        values (:run, :part, :importedAt, :importedAt, :sha256, :document)
                        on conflict (run_id, part) do update set imported_at = excluded.imported_at,
                            file_sha256 = excluded.file_sha256, document = excluded.document
                        where (excluded.imported_at, excluded.file_sha256)
                            > (run_import.imported_at, run_import.file_sha256)
                        """)
                        .bind("run", event.runId())
                        .bind("part", event.part())
                        .bind("importedAt", event.importedAt())
                        .bind("sha256", event.file().sha256())
                        .bind("document", Documents.write(event))
                        .execute()
                > 0;
    }

    /** The latest import of each part of a run, by time. */
    public List<StoredImport> all(Handle handle, String runId) {
        return handle.createQuery("""
                        select document, first_imported_at from run_import where run_id = :run
                        order by imported_at, part
                        """)
                .bind("run", runId)
                .map((row, context) -> new StoredImport(
                        Documents.read(row.getString("document"), RunImported.class),
                        row.getTimestamp("first_imported_at").toInstant()))
                .list();
    }

    /** Inserts or updates a run that consists of imports alone; a trainer's run is not changed. */
    public void accept(Handle handle, RunUpdated run) {
        handle.createUpdate("""
                        insert into run (run_id, revision, status, created_at, updated_at, document, imported)
                        values (:id, :revision, :status, :createdAt, :updatedAt, :document, true)
                        on conflict (run_id) do update set document = excluded.document, status = excluded.status,
                            created_at = excluded.created_at, updated_at = excluded.updated_at
                        where run.imported
                        """)
                .bind("id", run.runId())
                .bind("revision", run.revision())
                .bind("status", Json.name(run.status()))
                .bind("createdAt", run.createdAt())
                .bind("updatedAt", run.updatedAt())
                .bind("document", Documents.write(run))
                .execute();
    }

    /** Stores training losses, in nats per token, in place of earlier ones of the part. */
    public void storeLosses(Handle handle, RunImported event, SortedMap<Integer, Double> byStep) {
        handle.createUpdate("delete from imported_loss where run_id = :run and part = :part")
                .bind("run", event.runId())
                .bind("part", event.part())
                .execute();
        PreparedBatch batch = handle.prepareBatch(
                "insert into imported_loss (run_id, part, step, loss_nats) values (:run, :part, :step, :loss)");
        byStep.forEach((step, loss) -> batch.bind("run", event.runId())
                .bind("part", event.part())
                .bind("step", step)
                .bind("loss", loss)
                .add());
        batch.execute();
    }

    /** Imported training losses of a run by step; where parts differ, that of the part whose name sorts last. */
    public SortedMap<Integer, Double> losses(Handle handle, String runId) {
        SortedMap<Integer, Double> byStep = new TreeMap<>();
        handle.createQuery("select step, loss_nats from imported_loss where run_id = :run order by part collate \"C\"")
                .bind("run", runId)
                .map((row, context) -> byStep.put(row.getInt("step"), row.getDouble("loss_nats")))
                .list();
        return byStep;
    }

    public Optional<RunImported> find(Handle handle, String runId, String part) {
        return handle.createQuery("select document from run_import where run_id = :run and part = :part")
                .bind("run", runId)
                .bind("part", part)
                .mapTo(String.class)
                .findOne()
                .map(text -> Documents.read(text, RunImported.class));
    }
}
