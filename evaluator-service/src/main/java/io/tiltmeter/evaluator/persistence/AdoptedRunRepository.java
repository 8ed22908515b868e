package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Runs whose checkpoints come from elsewhere, and the ids of those that the trainer owns. */
@Singleton
public class AdoptedRunRepository {
    private final Transactions transactions;

    public AdoptedRunRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Stores the run of an event: one that was not adopted here is the trainer's. */
    public void accept(Handle handle, RunUpdated event) {
        handle.createUpdate("""
                        insert into trained_run (run_id) select :id
                        where not exists (select 1 from adopted_run where run_id = :id) on conflict do nothing
                        """).bind("id", event.runId()).execute();
    }

    /** Whether the trainer owns a run of this id. */
    public boolean isTrained(String runId) {
        return transactions.run(handle -> isTrained(handle, runId));
    }

    public boolean isTrained(Handle handle, String runId) {
        return handle.createQuery("select exists (select 1 from trained_run where run_id = :id)")
                .bind("id", runId)
                .mapTo(Boolean.class)
                .one();
    }

    public Optional<AdoptedRun> find(String runId) {
        return transactions.run(handle -> find(handle, runId, ""));
    }

    /** The run whose trainer writes there; of several, the one that was registered last. */
    public Optional<AdoptedRun> writingTo(Path outputDirectory) {
        return transactions.run(handle -> handle.createQuery("""
                        select document from adopted_run where output_directory = :directory
                        order by created_at desc limit 1
                        """)
                .bind("directory", outputDirectory.toString())
                .map(Documents.in("document", AdoptedRun.class))
                .findOne());
    }

    /** Adds a run, unless it exists. */
    public void add(Handle handle, AdoptedRun run, Path outputDirectory) {
        handle.createUpdate("""
                        insert into adopted_run (run_id, output_directory, document, created_at)
                        values (:id, :directory, :document, :createdAt) on conflict (run_id) do nothing
                        """)
                .bind("id", run.runId())
                .bind("directory", outputDirectory.toString())
                .bind("document", Documents.write(run))
                .bind("createdAt", run.createdAt())
                .execute();
    }

    /** Whether no event of the run was ever written. */
    public boolean isUnpublished(Handle handle, String runId) {
        return handle.createQuery("select revision = 0 from adopted_run where run_id = :id")
                .bind("id", runId)
                .mapTo(Boolean.class)
                .one();
    }

    /** The run as it is stored; it must exist. */
    public AdoptedRun find(Handle handle, String runId) {
        return find(handle, runId, "").orElseThrow(() -> missing(runId));
    }

    /** The run as it is stored, which must exist; another transaction that would change it waits. */
    public AdoptedRun lock(Handle handle, String runId) {
        return find(handle, runId, " for update").orElseThrow(() -> missing(runId));
    }

    private static IllegalStateException missing(String runId) {
        return new IllegalStateException("adopted run " + runId + " has no row");
    }

    private static Optional<AdoptedRun> find(Handle handle, String runId, String locking) {
        return handle.createQuery("select document from adopted_run where run_id = :id" + locking)
                .bind("id", runId)
                .map(Documents.in("document", AdoptedRun.class))
                .findOne();
    }

    /** Stores a run that is locked. @return its next revision */
    public long store(Handle handle, AdoptedRun run) {
        return handle.createQuery("""
                        update adopted_run set document = :document, revision = revision + 1 where run_id = :id
                        returning revision
                        """)
                .bind("id", run.runId())
                .bind("document", Documents.write(run))
                .mapTo(Long.class)
                .one();
    }
}
