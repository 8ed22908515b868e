package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.PageBudget;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Studies as events describe them. An older event changes nothing; a study of the same id that was made later is another one. */
@Singleton
public class StudyRepository implements PanacheRepositoryBase<StudyEntity, String> {
    /** Stores a study, unless a newer revision is stored, or one that was made later. */
    public void accept(StudyUpdated event) {
        getEntityManager()
                .createNativeQuery("""
                        insert into study (study_id, revision, created_at, document)
                        values (:id, :revision, :created, :document)
                        on conflict (study_id) do update
                        set revision = excluded.revision, created_at = excluded.created_at, document = excluded.document
                        where (study.created_at, study.revision) < (excluded.created_at, excluded.revision)
                        """)
                .setParameter("id", event.studyId())
                .setParameter("revision", event.revision())
                .setParameter("created", event.createdAt())
                .setParameter("document", Json.write(event))
                .executeUpdate();
    }

    public Optional<StudyUpdated> study(String id) {
        return findByIdOptional(id).map(study -> study.document);
    }

    /** The newest first, fewer than a page where their documents are long. Native: of a document only its length is read. */
    public List<StudyUpdated> studies(int limit, int offset) {
        List<?> sizes = getEntityManager()
                .createNativeQuery(
                        "select study_id, length(document) from study order by created_at desc, study_id",
                        Object[].class)
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultList();
        List<String> ids = sizes.stream()
                .map(Object[].class::cast)
                .takeWhile(PageBudget.of(row -> ((Number) row[1]).longValue()))
                .map(row -> (String) row[0])
                .toList();
        return find("studyId in ?1", Sort.descending("createdAt").and("studyId", Sort.Direction.Ascending), ids)
                .stream()
                .map(study -> study.document)
                .toList();
    }

    /** The newest first. */
    public List<String> ids(int limit) {
        return getEntityManager()
                .createQuery("select studyId from Study order by createdAt desc, studyId", String.class)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The status of those of these runs of which an event has arrived. */
    public Map<String, RunStatus> statuses(Collection<String> runIds) {
        Map<String, RunStatus> statuses = new HashMap<>();
        getEntityManager()
                .createQuery("select runId, status from Run where runId = one_of(:ids)", Object[].class)
                .setParameter("ids", runIds.toArray(String[]::new))
                .getResultStream()
                .forEach(row -> statuses.put((String) row[0], (RunStatus) row[1]));
        return statuses;
    }
}
