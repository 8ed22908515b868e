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

/** Which imports a run is made of. Of those of one part the last counts, in whatever order they come. */
@Singleton
public class ImportStore {
    /**
     * An import that counts.
     *
     * @param firstImportedAt when its part was imported for the first time
     */
    public record StoredImport(RunImported news, Instant firstImportedAt) {}

    /** Lets no other import change this run until the transaction ends. */
    public void lock(Handle handle, String runId) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended('import ' || :run, 0)) is null")
                .bind("run", runId)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Takes an import in place of earlier ones of its part.
     *
     * @return false if it is there, or one that is later
     */
    public boolean keep(Handle handle, RunImported news) {
        handle.createUpdate("""
                        update run_import set first_imported_at = :importedAt
                        where run_id = :run and part = :part and first_imported_at > :importedAt
                        """)
                .bind("run", news.runId())
                .bind("part", news.part())
                .bind("importedAt", news.importedAt())
                .execute();
        return handle.createUpdate("""
                        insert into run_import (run_id, part, imported_at, first_imported_at, file_sha256, document)
                        values (:run, :part, :importedAt, :importedAt, :sha256, :document)
                        on conflict (run_id, part) do update set imported_at = excluded.imported_at,
                            file_sha256 = excluded.file_sha256, document = excluded.document
                        where (excluded.imported_at, excluded.file_sha256)
                            > (run_import.imported_at, run_import.file_sha256)
                        """)
                        .bind("run", news.runId())
                        .bind("part", news.part())
                        .bind("importedAt", news.importedAt())
                        .bind("sha256", news.file().sha256())
                        .bind("document", Documents.write(news))
                        .execute()
                > 0;
    }

    /** The imports of a run that count, by the time of the last of each part. */
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

    /** Creates a run that is known by its imports alone, or brings such a run up to date; a trainer's is left alone. */
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

    /** Puts training losses, in nats per token, in place of those that came with the part before. */
    public void storeLosses(Handle handle, RunImported news, SortedMap<Integer, Double> byStep) {
        handle.createUpdate("delete from imported_loss where run_id = :run and part = :part")
                .bind("run", news.runId())
                .bind("part", news.part())
                .execute();
        PreparedBatch batch = handle.prepareBatch(
                "insert into imported_loss (run_id, part, step, loss_nats) values (:run, :part, :step, :loss)");
        byStep.forEach((step, loss) -> batch.bind("run", news.runId())
                .bind("part", news.part())
                .bind("step", step)
                .bind("loss", loss)
                .add());
        batch.execute();
    }

    /** Imported training losses of a run by step; where parts differ, that of the last part by name. */
    public SortedMap<Integer, Double> losses(Handle handle, String runId) {
        SortedMap<Integer, Double> byStep = new TreeMap<>();
        handle.createQuery("select step, loss_nats from imported_loss where run_id = :run order by part collate \"C\"")
                .bind("run", runId)
                .map((row, context) -> byStep.put(row.getInt("step"), row.getDouble("loss_nats")))
                .list();
        return byStep;
    }

    /** What a part was imported as, if it was. */
    public Optional<RunImported> find(Handle handle, String runId, String part) {
        return handle.createQuery("select document from run_import where run_id = :run and part = :part")
                .bind("run", runId)
                .bind("part", part)
                .mapTo(String.class)
                .findOne()
                .map(text -> Documents.read(text, RunImported.class));
    }
}
