package io.tiltmeter.dataset.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The table of checkpoints that were published. Every method works within the caller's transaction. */
@Singleton
public class CheckpointRepository implements PanacheRepositoryBase<CheckpointEntity, CheckpointEntity.Key> {
    /** Adds a checkpoint; an existing one is replaced by the one that was published last. */
    public void add(CheckpointReady checkpoint) {
        getEntityManager()
                .createQuery("""
                        insert into Checkpoint (runId, step, totalSteps, model, base)
                        values (:run, :step, :total, :model, :base)
                        on conflict (runId, step) do update
                        set totalSteps = excluded.totalSteps, model = excluded.model, base = excluded.base
                        """)
                .setParameter("run", checkpoint.runId())
                .setParameter("step", checkpoint.step())
                .setParameter("total", checkpoint.totalSteps())
                .setParameter("model", Json.write(checkpoint.model()))
                .setParameter("base", checkpoint.base().map(Json::write).orElse(null))
                .executeUpdate();
    }

    /** The checkpoint of this step, or of the highest one. */
    public Optional<StoredCheckpoint> checkpoint(String runId, OptionalInt step) {
        Optional<CheckpointEntity> found = step.isPresent()
                ? findByIdOptional(new CheckpointEntity.Key(runId, step.getAsInt()))
                : find("runId", Sort.descending("step"), runId).firstResultOptional();
        return found.map(CheckpointEntity::toRecord);
    }

    /** Steps of a run, ascending. */
    public List<Integer> steps(String runId) {
        return getEntityManager()
                .createQuery("select step from Checkpoint where runId = :run order by step", Integer.class)
                .setParameter("run", runId)
                .getResultList();
    }

    /** Runs that have a checkpoint, in the order of their ids. */
    public List<String> runs(int limit) {
        return getEntityManager()
                .createQuery("select distinct runId from Checkpoint order by runId", String.class)
                .setMaxResults(limit)
                .getResultList();
    }
}
