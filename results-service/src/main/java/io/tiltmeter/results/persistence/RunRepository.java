package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Runs, their checkpoints and their failed evaluations, as events describe them. An older event changes nothing. */
@Singleton
public class RunRepository {
    private static final String STORED = """
            select document, imported, checkpoints, newest_evaluation, failures, greatest(updated_at, evaluated_at) as changed_at
            from run r
            left join lateral (select count(*) as checkpoints from checkpoint c where c.run_id = r.run_id) c on true
            left join lateral (
                select coalesce(max(id), 0) as newest_evaluation, max(finished_at) as evaluated_at
                from evaluation e where e.run_id = r.run_id) e on true
            left join lateral (select count(*) as failures from evaluation_failure f where f.run_id = r.run_id) f on true
            """;

    /** Stores a run's state, unless a newer revision is stored. */
    public void accept(Handle handle, RunUpdated event) {
        handle.createUpdate("""
                        insert into run (run_id, revision, status, created_at, updated_at, document)
                        values (:id, :revision, :status, :createdAt, :updatedAt, :document)
                        on conflict (run_id) do update set revision = excluded.revision, status = excluded.status,
                            created_at = excluded.created_at, updated_at = excluded.updated_at,
                            document = excluded.document, imported = false
                        where excluded.revision > run.revision
                        """)
                .bind("id", event.runId())
                .bind("revision", event.revision())
                .bind("status", name(event.status()))
                .bind("createdAt", event.createdAt())
                .bind("updatedAt", event.updatedAt())
                .bind("document", Documents.write(event))
                .execute();
    }

    /** Stores a checkpoint; of two events of one step the one saved earlier stays. */
    public void accept(Handle handle, CheckpointReady event) {
        handle.createUpdate("""
                        insert into checkpoint (run_id, step, saved_at, document)
                        values (:id, :step, :savedAt, :document)
                        on conflict (run_id, step) do update set saved_at = excluded.saved_at,
                            document = excluded.document
                        where excluded.saved_at < checkpoint.saved_at
                        """)
                .bind("id", event.runId())
                .bind("step", event.step())
                .bind("savedAt", event.savedAt())
                .bind("document", Documents.write(event))
                .execute();
    }

    /** Stores the failure of an evaluation, unless a later one is stored. */
    public void accept(Handle handle, EvaluationFailed event) {
        handle.createUpdate("""
                        insert into evaluation_failure (run_id, step, suite_id, arm, attempts, reason, failed_at)
                        values (:id, :step, :suite, :arm, :attempts, :reason, :failedAt)
                        on conflict (run_id, step, suite_id, arm) do update set attempts = excluded.attempts,
                            reason = excluded.reason, failed_at = excluded.failed_at
                        where excluded.failed_at > evaluation_failure.failed_at
                        """)
                .bind("id", event.runId())
                .bind("step", event.step())
                .bind("suite", event.suiteId())
                .bind("arm", event.arm())
                .bind("attempts", event.attempts())
                .bind("reason", event.reason())
                .bind("failedAt", event.failedAt())
                .execute();
    }

    public Optional<StoredRun> find(Handle handle, String runId) {
        return handle.createQuery(STORED + " where r.run_id = :id")
                .bind("id", runId)
                .map(RunRepository::toRun)
                .findOne();
    }

    public List<StoredRun> list(Handle handle, int limit, int offset) {
        return handle.createQuery(STORED + " order by r.created_at desc, r.run_id limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(RunRepository::toRun)
                .list();
    }

    /** Runs that are not over, or changed since then; the latest change first. */
    public List<StoredRun> active(Handle handle, Instant since, int limit) {
        return handle.createQuery(STORED + """
                         where not r.imported and (r.status in ('waiting', 'queued', 'training')
                            or greatest(updated_at, evaluated_at) > :since)
                        order by changed_at desc, r.run_id limit :limit
                        """)
                .bind("since", since)
                .bind("limit", limit)
                .map(RunRepository::toRun)
                .list();
    }

    /** How many runs {@link #active} would list without a limit. */
    public long countActive(Handle handle, Instant since) {
        return handle.createQuery("""
                        select count(*) from run r where not imported and (status in ('waiting', 'queued', 'training')
                            or greatest(updated_at, (select max(finished_at) from evaluation e
                                where e.run_id = r.run_id)) > :since)
                        """).bind("since", since).mapTo(Long.class).one();
    }

    public long count(Handle handle) {
        return handle.createQuery("select count(*) from run").mapTo(Long.class).one();
    }

    public List<String> ids(Handle handle, int limit) {
        return handle.createQuery("select run_id from run order by created_at desc, run_id limit :limit")
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** A run's checkpoints, by ascending step. */
    public List<CheckpointReady> checkpoints(Handle handle, String runId) {
        return handle.createQuery("select document from checkpoint where run_id = :id order by step")
                .bind("id", runId)
                .mapTo(String.class)
                .map(text -> Documents.read(text, CheckpointReady.class))
                .list();
    }

    /** Evaluations of a run that were given up and that no later attempt finished, by ascending step. */
    public List<EvaluationFailed> failures(Handle handle, String runId) {
        return handle.createQuery("""
                        select run_id, step, suite_id, attempts, reason, failed_at, arm from evaluation_failure f
                        where run_id = :id and not exists (select 1 from evaluation e where e.run_id = f.run_id
                            and e.step = f.step and e.suite_id = f.suite_id and e.arm = f.arm)
                        order by step, suite_id, arm
                        """)
                .bind("id", runId)
                .map((row, context) -> new EvaluationFailed(
                        row.getString("run_id"),
                        row.getInt("step"),
                        row.getString("suite_id"),
                        row.getInt("attempts"),
                        row.getString("reason"),
                        row.getTimestamp("failed_at").toInstant(),
                        row.getString("arm")))
                .list();
    }

    private static StoredRun toRun(ResultSet row, StatementContext context) throws SQLException {
        return new StoredRun(
                Documents.read(row.getString("document"), RunUpdated.class),
                row.getInt("checkpoints"),
                row.getLong("newest_evaluation"),
                row.getInt("failures"),
                row.getBoolean("imported"),
                row.getTimestamp("changed_at").toInstant());
    }

    private static String name(RunStatus status) {
        return Json.name(status);
    }
}
