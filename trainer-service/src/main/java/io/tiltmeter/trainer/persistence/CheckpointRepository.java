package io.tiltmeter.trainer.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The checkpoints of every run. */
@Singleton
public class CheckpointRepository implements PanacheRepositoryBase<CheckpointEntity, StepKey> {
    /** Adds it, or replaces the row of an earlier attempt; older checkpoints of the run lose their training state. */
    public void put(StoredCheckpoint checkpoint) {
        forgetTrainingState(checkpoint.runId());
        getEntityManager().merge(CheckpointEntity.of(checkpoint));
    }

    /** The run will not be continued from what is saved so far: its training state is about to be deleted. */
    public void forgetTrainingState(String runId) {
        list("runId = ?1 and trainingState is not null", runId).forEach(CheckpointEntity::forgetTrainingState);
    }

    /** The files of these checkpoints are about to be deleted. */
    public void markFilesGone(String runId, List<Integer> steps) {
        list("runId = ?1 and step in ?2", runId, steps).forEach(CheckpointEntity::markFilesGone);
    }

    /** In the order of their steps. */
    public List<StoredCheckpoint> checkpoints(String runId) {
        return find("runId", Sort.ascending("step"), runId).stream()
                .map(CheckpointEntity::toRecord)
                .toList();
    }

    /** The one of the highest step. */
    public Optional<StoredCheckpoint> newest(String runId) {
        return find("runId", Sort.descending("step"), runId)
                .firstResultOptional()
                .map(CheckpointEntity::toRecord);
    }
}
