package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs whose checkpoints come from elsewhere, and the ids of those that the trainer owns. */
@Singleton
public class AdoptedRunRepository implements PanacheRepositoryBase<AdoptedRunEntity, String> {

    /** Stores the run of an event: one that was not adopted here is the trainer's. */
    public void accept(RunUpdated event) {
        if (count("runId", event.runId()) == 0) {
            getEntityManager()
                    .createQuery("insert into TrainedRun (runId) values (:id) on conflict (runId) do nothing")
                    .setParameter("id", event.runId())
                    .executeUpdate();
        }
    }

    /** Whether the trainer owns a run of this id. */
    public boolean isTrained(String runId) {
        return getEntityManager().find(TrainedRunEntity.class, runId) != null;
    }

    public Optional<AdoptedRun> run(String runId) {
        return findByIdOptional(runId).map(AdoptedRunEntity::toRecord);
    }

    /** The newest first. */
    public List<String> ids() {
        return getEntityManager()
                .createQuery("select runId from AdoptedRun order by createdAt desc, runId", String.class)
                .getResultList();
    }

    /** The run whose trainer writes there; of several, the one that was registered last. */
    public Optional<AdoptedRun> writingTo(Path outputDirectory) {
        return find("outputDirectory = ?1 order by createdAt desc", outputDirectory.toString()).page(0, 1).stream()
                .map(AdoptedRunEntity::toRecord)
                .findFirst();
    }

    /** Adds a run, unless it exists. */
    public void add(AdoptedRun run, Path outputDirectory) {
        getEntityManager()
                .createQuery("""
                        insert into AdoptedRun (runId, outputDirectory, revision, document, createdAt)
                        values (:id, :directory, 0, :document, :createdAt) on conflict (runId) do nothing
                        """)
                .setParameter("id", run.runId())
                .setParameter("directory", outputDirectory.toString())
                .setParameter("document", Json.write(run))
                .setParameter("createdAt", run.createdAt())
                .executeUpdate();
    }

    /** Whether no event of the run was ever written. */
    public boolean isUnpublished(String runId) {
        return findById(runId).revision == 0;
    }

    /** The run as it is stored, which must exist; another transaction that would change it waits. */
    public AdoptedRun lock(String runId) {
        AdoptedRunEntity run = findByIdOptional(runId)
                .orElseThrow(() -> new IllegalStateException("adopted run " + runId + " has no row"));
        getEntityManager().refresh(run, LockModeType.PESSIMISTIC_WRITE); // it may have been read before it was locked
        return run.toRecord();
    }

    /** Stores a run that is locked. @return its next revision */
    public long store(AdoptedRun run) {
        AdoptedRunEntity locked = findById(run.runId());
        locked.document = Json.write(run);
        return ++locked.revision;
    }
}
