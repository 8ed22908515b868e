package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The deleted runs, what only one run needs, and the deletion of rows. */
@Singleton
public class DeletionRepository implements PanacheRepositoryBase<DeletedRunEntity, String> {

    /**
     * Whether a run was deleted; it is not deleted before the transaction ends. Native: HQL has no locks without rows.
     */
    public boolean isDeleted(String runId) {
        getEntityManager()
                .createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended('run ' || :run, 0)) as text)")
                .setParameter("run", runId)
                .getSingleResult();
        return findByIdOptional(runId).isPresent();
    }

    /** Marks a run as deleted, which it may be already. */
    public void mark(String runId) {
        if (!isDeleted(runId)) {
            DeletedRunEntity row = new DeletedRunEntity();
            row.runId = runId;
            persistAndFlush(row);
        }
    }

    /** The identities of a run's evaluations, in order. */
    public List<String> identities(String runId) {
        return getEntityManager()
                .createQuery(
                        "select distinct identity from Evaluation where runId = ?1 order by identity", String.class)
                .setParameter(1, runId)
                .getResultList();
    }

    /** Those of {@link #identities} that no other run has. */
    public List<String> identitiesOfNoOther(String runId) {
        return getEntityManager()
                .createQuery("""
                        select distinct e.identity from Evaluation e where e.runId = ?1 and not exists (
                            select 1 from Evaluation o where o.identity = e.identity and o.runId <> ?1)
                        """, String.class)
                .setParameter(1, runId)
                .getResultList();
    }

    /** Whether any run has evaluations of this identity. */
    public boolean isRequested(String identity) {
        return getEntityManager()
                        .createQuery("select count(*) from Evaluation where identity = ?1", Long.class)
                        .setParameter(1, identity)
                        .getSingleResult()
                > 0;
    }

    /** The ids of the work on a run's checkpoints from elsewhere, by ascending step. */
    public List<String> adoptionIds(String runId) {
        return getEntityManager()
                .createQuery("select id from Adoption where runId = ?1 order by length(id), id", String.class)
                .setParameter(1, runId)
                .getResultList();
    }

    /** The stored folders of a run's checkpoints from elsewhere and of their bases, each once. */
    public List<ArtifactRef> adoptedFolders(String runId) {
        return getEntityManager()
                .createQuery("select event from Adoption where runId = ?1 and event is not null", String.class)
                .setParameter(1, runId)
                .getResultStream()
                .map(json -> Json.read(json, CheckpointReady.class))
                .flatMap(event -> Stream.concat(Stream.of(event.model()), event.base().stream()))
                .distinct()
                .toList();
    }

    /** Other runs that have a checkpoint in this stored folder, or on it. */
    public List<String> otherRunsOn(ArtifactRef folder, String runId) {
        return getEntityManager()
                .createQuery(
                        "select distinct runId from Adoption where runId <> ?1 and locate(?2, event) > 0 order by runId",
                        String.class)
                .setParameter(1, runId)
                .setParameter(2, '"' + folder.uri() + '"')
                .getResultList();
    }

    /** Deletes a run's evaluations, and its checkpoints if they are from elsewhere. */
    public void deleteRun(String runId) {
        for (String entity : List.of("PublishedScore", "Evaluation", "Adoption", "AdoptedRun")) {
            execute("delete from " + entity + " where runId = ?1", runId);
        }
    }

    /** Deletes the responses of identities, and their scores. */
    public void deleteResponses(Collection<String> identities) {
        for (String entity : List.of("Score", "CompleteResponses", "ResponseChunk")) {
            execute("delete from " + entity + " where identity in ?1", identities);
        }
    }

    /** Forgets which folders elsewhere are stored as this one. */
    public void deleteAdoptedFolder(ArtifactRef folder) {
        execute("delete from AdoptedFolder where locate(?1, model) > 0", '"' + folder.uri() + '"');
    }

    private void execute(String statement, Object parameter) {
        getEntityManager().createQuery(statement).setParameter(1, parameter).executeUpdate();
    }
}
