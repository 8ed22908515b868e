package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which runs and studies were deleted, and the deletion of rows. */
@Singleton
public class DeletionRepository implements PanacheRepositoryBase<DeletedRunEntity, String> {
    private static final List<String> ROWS_OF_RUN = List.of(
            "Evaluation",
            "Checkpoint",
            "EvaluationFailure",
            "ProbeMeasurement",
            "RunImport",
            "ImportedLoss",
            "AnnouncedWarning",
            "ArchivedEvent",
            "Run");

    /** When a run was deleted. Of a run that was trained or adopted nothing counts any more; of an imported one what came later. */
    public Optional<Instant> deletedAt(String runId) {
        return findByIdOptional(runId).map(row -> row.deletedAt);
    }

    /**
     * Marks a run as deleted. The caller holds its lock.
     *
     * @return false if it was deleted then or later already: nothing was changed
     */
    public boolean markRun(String runId, Instant deletedAt) {
        return mark("DeletedRun", "runId", runId, deletedAt);
    }

    /** As {@link #markRun}, of a study. */
    public boolean markStudy(String studyId, Instant deletedAt) {
        return mark("DeletedStudy", "studyId", studyId, deletedAt);
    }

    private boolean mark(String entity, String key, String id, Instant deletedAt) {
        return getEntityManager()
                        .createQuery("""
                                insert into %1$s as d (%2$s, deletedAt) values (:id, :at)
                                on conflict (%2$s) do update set deletedAt = excluded.deletedAt
                                where excluded.deletedAt > d.deletedAt
                                """.formatted(entity, key))
                        .setParameter("id", id)
                        .setParameter("at", deletedAt)
                        .executeUpdate()
                == 1;
    }

    /** Whether a study of this id that was made at this time was deleted since. */
    public boolean isStudyDeleted(String studyId, Instant createdAt) {
        return Optional.ofNullable(getEntityManager().find(DeletedStudyEntity.class, studyId))
                .filter(row -> !createdAt.isAfter(row.deletedAt))
                .isPresent();
    }

    /** Deletes a study that was made up to this time. */
    public void deleteStudy(String studyId, Instant deletedAt) {
        getEntityManager()
                .createQuery("delete from Study where studyId = ?1 and createdAt <= ?2")
                .setParameter(1, studyId)
                .setParameter(2, deletedAt)
                .executeUpdate();
    }

    /**
     * Deletes the work on a run's evaluations. It comes before the lock of the run, as workers take both in this order. Work on imports
     * ends by itself.
     */
    public void deleteWork(String runId) {
        getEntityManager()
                .createQuery("delete from WorkItem where id in"
                        + " (select id from ArchivedEvent where runId = ?1 and topic = ?2)")
                .setParameter(1, runId)
                .setParameter(2, EventTypes.SUITE_EVALUATED.topic())
                .executeUpdate();
    }

    /** Deletes all that is stored of a run. The caller holds its lock. */
    public void deleteRun(String runId) {
        ROWS_OF_RUN.forEach(entity -> execute("delete from " + entity + " where runId = ?1", runId));
    }

    /** Deletes what was said of a run up to a time. */
    public void deleteAnnotation(String runId, Instant time) {
        getEntityManager()
                .createQuery("delete from RunAnnotation where runId = ?1 and annotatedAt <= ?2")
                .setParameter(1, runId)
                .setParameter(2, time)
                .executeUpdate();
    }

    /** Deletes what is stored of an imported part of a run, but for its scores. */
    public void deleteImport(RunImported event) {
        for (String entity : List.of("RunImport", "ImportedLoss")) {
            getEntityManager()
                    .createQuery("delete from " + entity + " where runId = ?1 and part = ?2")
                    .setParameter(1, event.runId())
                    .setParameter(2, event.part())
                    .executeUpdate();
        }
    }

    /** The files that were imported into a run up to a time, and neither later nor into another run, each once. */
    public List<ArtifactRef> importedFilesOfNoOther(String runId, Instant time) {
        Map<Boolean, Set<ArtifactRef>> filesByAge = imported(runId)
                .collect(Collectors.partitioningBy(
                        event -> event.importedAt().isAfter(time),
                        Collectors.flatMapping(
                                event -> Stream.of(event.file(), event.source()),
                                Collectors.toCollection(LinkedHashSet::new))));
        return filesByAge.get(false).stream()
                .filter(file -> !filesByAge.get(true).contains(file) && !isImportedElsewhere(file, runId))
                .toList();
    }

    /** All imports into a run, those included that later ones replaced. */
    private Stream<RunImported> imported(String runId) {
        Stream<String> archived = getEntityManager()
                .createQuery("select payload from ArchivedEvent where runId = ?1 and topic = ?2", String.class)
                .setParameter(1, runId)
                .setParameter(2, EventTypes.RUN_IMPORTED.topic())
                .getResultStream();
        Stream<RunImported> stored = getEntityManager()
                .createQuery("select document from RunImport where runId = ?1", RunImported.class)
                .setParameter(1, runId)
                .getResultStream();
        return Stream.concat(archived.map(json -> Json.read(json, RunImported.class)), stored);
    }

    /** Native: an import's document is text to the database, and JSON to the entity. */
    private boolean isImportedElsewhere(ArtifactRef file, String runId) {
        return ((Number) getEntityManager()
                                .createNativeQuery("""
                                        select count(*) from (
                                            select 1 from run_import where run_id <> :run and strpos(document, :uri) > 0
                                            union all select 1 from event_archive
                                            where run_id <> :run and topic = :topic and strpos(payload, :uri) > 0) found
                                        """)
                                .setParameter("run", runId)
                                .setParameter("uri", '"' + file.uri() + '"')
                                .setParameter("topic", EventTypes.RUN_IMPORTED.topic())
                                .getSingleResult())
                        .longValue()
                > 0;
    }

    private void execute(String statement, String runId) {
        getEntityManager().createQuery(statement).setParameter(1, runId).executeUpdate();
    }
}
