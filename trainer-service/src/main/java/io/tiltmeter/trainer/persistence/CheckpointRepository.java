package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The checkpoints of every run. */
public final class CheckpointRepository {
    private static final String COLUMNS =
            " run_id, step, epochs, loss_nats, model, base, weights_sha256, training_state, files_kept, saved_at ";
    private static final RowMapper<StoredCheckpoint> ROW = (row, context) -> read(row);

    private CheckpointRepository() {}

    /** Adds it, or replaces the row of an earlier attempt; older checkpoints of the run lose their training state. */
    public static void put(Handle handle, StoredCheckpoint checkpoint) {
        handle.createUpdate("update checkpoint set training_state = null where run_id = :run and step <> :step")
                .bind("run", checkpoint.runId())
                .bind("step", checkpoint.step())
                .execute();
        handle.createUpdate("""
                        insert into checkpoint (run_id, step, epochs, loss_nats, model, base, weights_sha256, training_state,
                            files_kept, saved_at)
                        values (:run, :step, :epochs, :loss, :model, :base, :weights, :state, :kept, :savedAt)
                        on conflict (run_id, step) do update
                        set epochs = excluded.epochs, loss_nats = excluded.loss_nats, model = excluded.model,
                            base = excluded.base,
                            weights_sha256 = excluded.weights_sha256, training_state = excluded.training_state,
                            files_kept = excluded.files_kept, saved_at = excluded.saved_at
                        """)
                .bind("run", checkpoint.runId())
                .bind("step", checkpoint.step())
                .bind("epochs", checkpoint.epochs())
                .bind("loss", checkpoint.lossNats())
                .bind("model", StoredJson.write(checkpoint.model()))
                .bind("base", checkpoint.base().map(StoredJson::write).orElse(null))
                .bind("weights", checkpoint.weightsSha256())
                .bind("state", checkpoint.trainingState().map(StoredJson::write).orElse(null))
                .bind("kept", checkpoint.filesKept())
                .bind("savedAt", checkpoint.savedAt())
                .execute();
    }

    /** The run will not be continued: its training state is about to be deleted. */
    public static void forgetTrainingState(Handle handle, String runId) {
        handle.createUpdate("update checkpoint set training_state = null where run_id = :run")
                .bind("run", runId)
                .execute();
    }

    /** In the order of their steps. */
    public static List<StoredCheckpoint> list(Handle handle, String runId) {
        return handle.createQuery("select" + COLUMNS + "from checkpoint where run_id = :run order by step")
                .bind("run", runId)
                .map(ROW)
                .list();
    }

    /** The one of the highest step. */
    public static Optional<StoredCheckpoint> newest(Handle handle, String runId) {
        return handle.createQuery("select" + COLUMNS + "from checkpoint where run_id = :run order by step desc limit 1")
                .bind("run", runId)
                .map(ROW)
                .findOne();
    }

    /** The files of these checkpoints are about to be deleted. */
    public static void markFilesGone(Handle handle, String runId, List<Integer> steps) {
        handle.createUpdate("update checkpoint set files_kept = false where run_id = :run and step = any(:steps)")
                .bind("run", runId)
                .bindArray("steps", Integer.class, steps)
                .execute();
    }

    private static StoredCheckpoint read(ResultSet row) throws SQLException {
        return new StoredCheckpoint(
                row.getString("run_id"),
                row.getInt("step"),
                row.getDouble("epochs"),
                row.getDouble("loss_nats"),
                StoredJson.read(row.getString("model"), ArtifactRef.class),
                reference(row, "base"),
                row.getString("weights_sha256"),
                reference(row, "training_state"),
                row.getBoolean("files_kept"),
                row.getTimestamp("saved_at").toInstant());
    }

    private static Optional<ArtifactRef> reference(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(json -> StoredJson.read(json, ArtifactRef.class));
    }
}
