package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The table of checkpoints that were published. Every method works within the caller's transaction. */
@Singleton
public class CheckpointRepository {
    private static final RowMapper<StoredCheckpoint> CHECKPOINT = (row, context) -> new StoredCheckpoint(
            row.getString("run_id"),
            row.getInt("step"),
            row.getInt("total_steps"),
            Json.read(row.getString("model"), ArtifactRef.class),
            Optional.ofNullable(row.getString("base")).map(json -> Json.read(json, ArtifactRef.class)));

    /** Adds a checkpoint; an existing one is replaced by the one that was published last. */
    public void add(Handle handle, CheckpointReady checkpoint) {
        handle.createUpdate("""
                        insert into model_checkpoint (run_id, step, total_steps, model, base)
                        values (:run, :step, :total, :model, :base)
                        on conflict (run_id, step) do update
                            set total_steps = excluded.total_steps, model = excluded.model, base = excluded.base
                        """)
                .bind("run", checkpoint.runId())
                .bind("step", checkpoint.step())
                .bind("total", checkpoint.totalSteps())
                .bind("model", Json.write(checkpoint.model()))
                .bind("base", checkpoint.base().map(Json::write).orElse(null))
                .execute();
    }

    /** The checkpoint of this step, or of the highest one. */
    public Optional<StoredCheckpoint> find(Handle handle, String runId, OptionalInt step) {
        return handle.createQuery("""
                        select * from model_checkpoint where run_id = :run and (:step < 0 or step = :step)
                        order by step desc limit 1
                        """)
                .bind("run", runId)
                .bind("step", step.orElse(-1))
                .map(CHECKPOINT)
                .findOne();
    }

    /** Steps of a run, ascending. */
    public List<Integer> steps(Handle handle, String runId) {
        return handle.createQuery("select step from model_checkpoint where run_id = :run order by step")
                .bind("run", runId)
                .mapTo(Integer.class)
                .list();
    }

    /** Runs that have a checkpoint, in the order of their ids. */
    public List<String> runs(Handle handle, int limit) {
        return handle.createQuery("select distinct run_id from model_checkpoint order by run_id limit :limit")
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }
}
