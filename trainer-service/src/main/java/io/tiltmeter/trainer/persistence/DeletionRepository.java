package io.tiltmeter.trainer.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.RunStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The deleted runs, what needs a run that might be deleted, and the deletion of rows. */
@Singleton
public class DeletionRepository implements PanacheRepositoryBase<DeletedRunEntity, String> {
    private static final List<RunStatus> ENDED_FOR_GOOD = List.of(RunStatus.COMPLETED, RunStatus.CANCELLED);
    private static final List<RunStatus> BEGUN = List.of(RunStatus.QUEUED, RunStatus.TRAINING);

    public boolean isDeleted(String runId) {
        return findByIdOptional(runId).isPresent();
    }

    /** The studies that have a run. */
    public List<String> studiesOf(String runId) {
        return getEntityManager()
                .createQuery("select distinct studyId from StudyCell where runId = ?1 order by studyId", String.class)
                .setParameter(1, runId)
                .getResultList();
    }

    /**
     * The runs that start from a run and still need its checkpoints: those that may begin again, and those whose checkpoints are
     * adapters beside them.
     */
    public List<String> runsStartingFrom(String runId) {
        return getEntityManager()
                .createQuery(
                        "select id from Run where baseRun = ?1 and (adapter or state.status not in ?2) order by seq",
                        String.class)
                .setParameter(1, runId)
                .setParameter(2, ENDED_FOR_GOOD)
                .getResultList();
    }

    /**
     * The bases of these runs' adapters that no checkpoint of another run belongs to; none while a run is begun that may have copied one
     * of them just now.
     */
    public List<ArtifactRef> basesOfNoOther(Collection<String> runIds) {
        boolean mayBeginWithOne = getEntityManager()
                        .createQuery(
                                "select count(*) from Run where adapter and state.status in ?1 and id not in ?2",
                                Long.class)
                        .setParameter(1, BEGUN)
                        .setParameter(2, runIds)
                        .getSingleResult()
                > 0;
        return mayBeginWithOne
                ? List.of()
                : getEntityManager()
                        .createQuery("""
                                select distinct c.base from Checkpoint c where c.runId in ?1 and c.base is not null
                                    and not exists (select 1 from Checkpoint o where o.base = c.base and o.runId not in ?1)
                                """, ArtifactRef.class)
                        .setParameter(1, runIds)
                        .getResultList();
    }

    /** Deletes runs with their losses and checkpoints; their ids stay taken. */
    public void deleteRuns(Collection<String> runIds, Instant deletedAt) {
        for (String rows : List.of("Loss where runId in ?1", "Checkpoint where runId in ?1", "Run where id in ?1")) {
            getEntityManager()
                    .createQuery("delete from " + rows)
                    .setParameter(1, runIds)
                    .executeUpdate();
        }
        for (String runId : runIds) {
            DeletedRunEntity row = new DeletedRunEntity();
            row.runId = runId;
            row.deletedAt = deletedAt;
            persist(row);
        }
    }

    /** Deletes a study with its cells; its runs stay. */
    public void deleteStudy(String studyId) {
        for (String rows : List.of("StudyCell where studyId = ?1", "Study where id = ?1")) {
            getEntityManager()
                    .createQuery("delete from " + rows)
                    .setParameter(1, studyId)
                    .executeUpdate();
        }
    }
}
