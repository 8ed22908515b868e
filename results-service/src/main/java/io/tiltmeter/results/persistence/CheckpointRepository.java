package io.tiltmeter.results.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.CheckpointReady;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkpoints that runs have saved. */
@Singleton
public class CheckpointRepository implements PanacheRepositoryBase<CheckpointEntity, CheckpointEntity.Id> {
    /**
     * Stores a checkpoint; of two events of one step the one saved earlier stays. The caller holds the lock of the run.
     *
     * @return whether it was stored
     */
    public boolean accept(CheckpointReady event) {
        Optional<CheckpointEntity> stored = findByIdOptional(new CheckpointEntity.Id(event.runId(), event.step()));
        boolean counts = stored.isEmpty() || event.savedAt().isBefore(stored.get().savedAt);
        if (counts) {
            CheckpointEntity checkpoint = stored.orElseGet(CheckpointEntity::new);
            checkpoint.runId = event.runId();
            checkpoint.step = event.step();
            checkpoint.savedAt = event.savedAt();
            checkpoint.document = event;
            persist(checkpoint);
        }
        return counts;
    }

    /** A run's checkpoint of the lowest step. */
    public Optional<CheckpointReady> first(String runId) {
        return getEntityManager()
                .createQuery("select document from Checkpoint where runId = :id order by step", CheckpointReady.class)
                .setParameter("id", runId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** A run's checkpoints, by ascending step. */
    public List<CheckpointReady> ofRun(String runId) {
        return ofRuns(List.of(runId)).getOrDefault(runId, List.of());
    }

    /** The checkpoints of each of these runs, by ascending step; a run without any is absent. */
    public Map<String, List<CheckpointReady>> ofRuns(Collection<String> runIds) {
        return getEntityManager()
                .createQuery(
                        "select document from Checkpoint where runId = one_of(:runs)" + " order by runId, step",
                        CheckpointReady.class)
                .setParameter("runs", runIds.toArray(String[]::new))
                .getResultStream()
                .collect(groupingBy(CheckpointReady::runId, mapping(each -> each, toList())));
    }
}
