package io.tiltmeter.trainer.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageBudget;
import io.tiltmeter.trainer.study.StudyDesign;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of the studies and of their cells. */
@Singleton
public class StudyRepository implements PanacheRepositoryBase<StudyEntity, String> {
    public Optional<StoredStudy> study(String id) {
        return findByIdOptional(id).map(StudyEntity::toRecord);
    }

    /** @throws NotFound naming the studies that are known */
    public StoredStudy get(String id) {
        return study(id).orElseThrow(() -> unknown(id));
    }

    /** As {@link #get}, and nobody else changes it until the transaction ends. */
    public StoredStudy getLocked(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .map(StudyEntity::toRecord)
                .orElseThrow(() -> unknown(id));
    }

    private NotFound unknown(String id) {
        return new NotFound(
                "study",
                id,
                getEntityManager()
                        .createQuery("select id from Study order by seq desc", String.class)
                        .getResultList());
    }

    /** The newest first, fewer than a page where their designs are long. Native: of a design only its length is read. */
    public List<StoredStudy> studies(Page page) {
        List<?> sizes = getEntityManager()
                .createNativeQuery("select id, length(design) from study order by seq desc", Object[].class)
                .setFirstResult(page.offset())
                .setMaxResults(page.limit())
                .getResultList();
        List<String> ids = sizes.stream()
                .map(Object[].class::cast)
                .takeWhile(PageBudget.of(row -> ((Number) row[1]).longValue()))
                .map(row -> (String) row[0])
                .toList();
        return find("id in ?1", Sort.descending("seq"), ids).stream()
                .map(StudyEntity::toRecord)
                .toList();
    }

    /** Its cells in the order of their acceptance. */
    public List<Cell> cells(String id) {
        return getEntityManager()
                .createQuery("from StudyCell where studyId = ?1 order by position", StudyCellEntity.class)
                .setParameter(1, id)
                .getResultStream()
                .map(StudyCellEntity::toRecord)
                .toList();
    }

    /** The runs of its cells, each once. */
    public List<StoredRun> runs(String id) {
        return getEntityManager()
                .createQuery(
                        "from Run where id in (select runId from StudyCell where studyId = ?1) order by seq",
                        RunEntity.class)
                .setParameter(1, id)
                .getResultStream()
                .map(RunEntity::toRecord)
                .toList();
    }

    /** How many runs of each status these studies have. */
    public Map<String, Map<RunStatus, Long>> counts(List<String> ids) {
        Map<String, Map<RunStatus, Long>> counts = new HashMap<>();
        getEntityManager()
                .createQuery("""
                        select c.studyId, r.state.status, count(distinct r.id)
                        from StudyCell c join Run r on r.id = c.runId
                        where c.studyId in ?1 group by c.studyId, r.state.status
                        """, Object[].class)
                .setParameter(1, ids)
                .getResultStream()
                .forEach(row -> counts.computeIfAbsent((String) row[0], id -> new EnumMap<>(RunStatus.class))
                        .put((RunStatus) row[1], (Long) row[2]));
        return counts;
    }

    /** Adds a study without cells. */
    public void insert(String id, StudyDesign design) {
        StudyEntity study = new StudyEntity();
        study.id = id;
        study.store(design);
        persistAndFlush(study);
    }

    /** Stores what its runs are from now on. */
    public void store(String id, StudyDesign design) {
        findById(id, LockModeType.PESSIMISTIC_WRITE).store(design);
        flush();
    }

    /** Adds cells behind those that are there, each with the hash of what its request says if other studies may share its run. */
    public void insertCells(String id, int position, List<Cell> cells, List<Optional<String>> requestHashes) {
        for (int i = 0; i < cells.size(); i++) {
            getEntityManager()
                    .persist(StudyCellEntity.of(
                            id, position + i, cells.get(i), requestHashes.get(i).orElse(null)));
        }
        flush();
    }

    /** By hash of the request, a run of a study that was not cancelled, which has neither failed nor been cancelled. */
    public Map<String, String> sharedRuns(List<String> requestHashes) {
        Map<String, String> shared = new HashMap<>();
        getEntityManager()
                .createQuery("""
                        select c.requestSha256, min(r.id)
                        from StudyCell c join Study s on s.id = c.studyId join Run r on r.id = c.runId
                        where c.requestSha256 in ?1 and not s.cancelled and r.state.status not in ?2
                        group by c.requestSha256
                        """, Object[].class)
                .setParameter(1, requestHashes)
                .setParameter(2, List.of(RunStatus.FAILED, RunStatus.CANCELLED))
                .getResultStream()
                .forEach(row -> shared.put((String) row[0], (String) row[1]));
        return shared;
    }

    public void markCancelled(String id) {
        update("cancelled = true where id = ?1", id);
    }

    /** The runs of its cells that no other study has which was not cancelled, each once. */
    public List<String> runsOfNoOther(String id) {
        return getEntityManager()
                .createQuery("""
                        select distinct c.runId from StudyCell c where c.studyId = ?1 and not exists (
                          select 1 from StudyCell o join Study s on s.id = o.studyId
                          where o.runId = c.runId and o.studyId <> ?1 and not s.cancelled)
                        """, String.class)
                .setParameter(1, id)
                .getResultList();
    }
}
