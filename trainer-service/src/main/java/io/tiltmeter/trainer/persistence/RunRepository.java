package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.trainer.finetuning.RunState;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of the runs. */
public final class RunRepository {
    private static final String COLUMNS = " id, effective_config, status, step, reason, revision, inputs, loss_nats,"
            + " tokens_per_second, eta_seconds, stop_early, created_at, updated_at ";
    private static final RowMapper<StoredRun> ROW = (row, context) -> read(row);

    private RunRepository() {}

    public static Optional<StoredRun> find(Handle handle, String id) {
        return handle.createQuery("select" + COLUMNS + "from run where id = :id")
                .bind("id", id)
                .map(ROW)
                .findOne();
    }

    /** @throws NotFound naming the runs that are known */
    public static StoredRun get(Handle handle, String id) {
        return find(handle, id).orElseThrow(() -> new NotFound("run", id, ids(handle)));
    }

    /** As {@link #get}, and nobody else changes it until the transaction ends. */
    public static StoredRun getLocked(Handle handle, String id) {
        return lock(handle, id).orElseThrow(() -> new NotFound("run", id, ids(handle)));
    }

    /** As {@link #find}, and nobody else changes it until the transaction ends. */
    public static Optional<StoredRun> lock(Handle handle, String id) {
        return handle.createQuery("select" + COLUMNS + "from run where id = :id for update")
                .bind("id", id)
                .map(ROW)
                .findOne();
    }

    public static Optional<StoredRun> byIdempotencyKey(Handle handle, String key) {
        return handle.createQuery("select" + COLUMNS + "from run where idempotency_key = :key")
                .bind("key", key)
                .map(ROW)
                .findOne();
    }

    /** The newest first. */
    public static List<StoredRun> list(Handle handle, Optional<RunStatus> status, int limit, int offset) {
        return handle.createQuery("select" + COLUMNS + "from run where :status::text is null or status = :status"
                        + " order by seq desc limit :limit offset :offset")
                .bind("status", status.map(RunRepository::name).orElse(null))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(ROW)
                .list();
    }

    public static long count(Handle handle, Optional<RunStatus> status) {
        return handle.createQuery("select count(*) from run where :status::text is null or status = :status")
                .bind("status", status.map(RunRepository::name).orElse(null))
                .mapTo(Long.class)
                .one();
    }

    /** The newest first. */
    public static List<String> ids(Handle handle) {
        return handle.createQuery("select id from run order by seq desc")
                .mapTo(String.class)
                .list();
    }

    /** Those whose checkpoints are adapters. */
    public static List<String> adapterIds(Handle handle) {
        return handle.createQuery("select id from run where effective_config::json ->> 'finetuning_type' = 'lora'")
                .mapTo(String.class)
                .list();
    }

    /** Waiting runs that name this, the oldest first, locked. The column is {@code mixture} and the like. */
    public static List<StoredRun> lockWaitingFor(Handle handle, InputColumn column, String name) {
        return handle.createQuery("select" + COLUMNS + "from run where status = 'waiting' and " + column.condition
                        + " order by seq for update")
                .bind("name", name)
                .map(ROW)
                .list();
    }

    public static void insert(Handle handle, String id, RunRequest request, Optional<String> key) {
        RunSettings settings = request.settings();
        handle.createUpdate("""
                        insert into run (id, effective_config, mixture, suites, base_run, idempotency_key, status)
                        values (:id, :config, :mixture, :suites, :baseRun, :key, 'waiting')
                        """)
                .bind("id", id)
                .bind("config", StoredJson.write(request))
                .bind("mixture", settings.mixture())
                .bindArray("suites", String.class, settings.neededSuites())
                .bind(
                        "baseRun",
                        StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint base ? base.runId() : null)
                .bind("key", key.orElse(null))
                .execute();
    }

    /** Stores a run's state and progress; its revision counts up. */
    public static StoredRun update(Handle handle, String id, RunState state, RunProgress progress) {
        return handle.createQuery("""
                        update run set status = :status, step = :step, reason = :reason, revision = revision + 1,
                            loss_nats = :loss, tokens_per_second = :speed, eta_seconds = :eta,
                            updated_at = clock_timestamp()
                        where id = :id returning """ + COLUMNS)
                .bind("id", id)
                .bind("status", name(state.status()))
                .bind("step", state.step())
                .bind("reason", state.reason())
                .bind("loss", progress.lossNats().orElse(null))
                .bind("speed", progress.tokensPerSecond().orElse(null))
                .bind("eta", progress.etaSeconds().orElse(null))
                .map(ROW)
                .one();
    }

    /** Notes why it is to end early; the first reason stays. */
    public static void stopEarly(Handle handle, String id, String reason) {
        handle.createUpdate("update run set stop_early = :reason where id = :id and stop_early is null")
                .bind("id", id)
                .bind("reason", reason)
                .execute();
    }

    public static void fixInputs(Handle handle, String id, RunInputs inputs) {
        handle.createUpdate("update run set inputs = :inputs where id = :id")
                .bind("id", id)
                .bind("inputs", StoredJson.write(inputs))
                .execute();
    }

    /** How a waiting run may name something. */
    public enum InputColumn {
        MIXTURE("mixture = :name"),
        SUITE(":name = any(suites)"),
        BASE_RUN("base_run = :name");

        private final String condition;

        InputColumn(String condition) {
            this.condition = condition;
        }
    }

    private static StoredRun read(ResultSet row) throws SQLException {
        RunStatus status = RunStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
        return new StoredRun(
                row.getString("id"),
                row.getString("effective_config"),
                RunState.of(status, row.getInt("step"), row.getString("reason")),
                row.getLong("revision"),
                Optional.ofNullable(row.getString("inputs")).map(json -> StoredJson.read(json, RunInputs.class)),
                new RunProgress(number(row, "loss_nats"), number(row, "tokens_per_second"), number(row, "eta_seconds")),
                Optional.ofNullable(row.getString("stop_early")),
                row.getObject("created_at", Timestamp.class).toInstant(),
                row.getObject("updated_at", Timestamp.class).toInstant());
    }

    private static Optional<Double> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Double.class));
    }

    private static String name(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
