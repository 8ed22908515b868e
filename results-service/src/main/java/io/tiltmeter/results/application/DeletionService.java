package io.tiltmeter.results.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunDeleted;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.StudyDeleted;
import io.tiltmeter.results.application.imports.ImportIngestion;
import io.tiltmeter.results.application.imports.ImportedRun;
import io.tiltmeter.results.persistence.DeletionRepository;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.ImportRepository.StoredImport;
import io.tiltmeter.results.persistence.ImportedScoreRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.artifact.FileDeletions;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.Deletion;
import io.tiltmeter.servicekit.rest.Deletion.Deleted;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Deletes what is stored of deleted runs and studies, and runs that consist of imports. */
@Singleton
public class DeletionService {
    private static final int IDS_LISTED = 21;

    private final DeletionRepository deletions;
    private final RunRepository runs;
    private final ImportIngestion ingestion;
    private final ImportRepository imports;
    private final ImportedScoreRepository scores;
    private final FileDeletions files;
    private final Outbox outbox;

    public DeletionService(
            DeletionRepository deletions,
            RunRepository runs,
            ImportIngestion ingestion,
            ImportRepository imports,
            ImportedScoreRepository scores,
            FileDeletions files,
            Outbox outbox) {
        this.deletions = deletions;
        this.runs = runs;
        this.ingestion = ingestion;
        this.imports = imports;
        this.scores = scores;
        this.files = files;
        this.outbox = outbox;
    }

    /** A run was deleted: deletes what is here of it, within the caller's transaction, but for later imports. Twice changes nothing. */
    public void accept(RunDeleted event) {
        deletions.deleteWork(event.runId());
        runs.lock(event.runId());
        if (!deletions.markRun(event.runId(), event.deletedAt())) {
            return;
        }
        deletions.deleteAnnotation(event.runId(), event.deletedAt());
        Map<Boolean, List<RunImported>> importsByAge = imports.ofRun(event.runId()).stream()
                .map(StoredImport::event)
                .collect(Collectors.partitioningBy(each -> each.importedAt().isAfter(event.deletedAt())));
        if (importsByAge.get(true).isEmpty()) {
            delete(event.runId(), deletions.importedFilesOfNoOther(event.runId(), event.deletedAt()));
        } else {
            deleteImports(event, importsByAge.get(false));
        }
    }

    /** Of a run that was imported again since, which happens to be known already. */
    private void deleteImports(RunDeleted event, List<RunImported> earlier) {
        for (RunImported each : earlier) {
            scores.clear(each);
            deletions.deleteImport(each);
        }
        imports.forgetImportsUntil(event.runId(), event.deletedAt());
        runs.acceptImported(ImportedRun.of(event.runId(), imports.ofRun(event.runId())));
    }

    /** A study was deleted: deletes it here, within the caller's transaction. Its runs have events of their own. */
    public void accept(StudyDeleted event) {
        if (deletions.markStudy(event.studyId(), event.deletedAt())) {
            deletions.deleteStudy(event.studyId(), event.deletedAt());
        }
    }

    /**
     * Deletes a run that consists of imports.
     *
     * @param dryRun whether nothing is deleted
     * @throws NotFound if there is no such run
     * @throws Conflict if another service owns it
     */
    @Transactional
    public Deletion deleteImported(String runId, boolean dryRun) {
        deletions.deleteWork(runId);
        runs.lock(runId);
        StoredRun run = runs.run(runId).orElseThrow(() -> new NotFound("run", runId, runs.ids(IDS_LISTED)));
        if (!run.imported()) {
            throw new Conflict("run " + runId
                    + " was not imported; delete it where it is from: at the trainer-service by DELETE"
                    + " /api/v1/runs/" + runId + ", or at the evaluator-service by DELETE /api/v1/checkpoints/" + runId
                    + " if its checkpoints came from elsewhere");
        }
        Instant now = ingestion.now(runId);
        List<ArtifactRef> unneeded = deletions.importedFilesOfNoOther(runId, now);
        long bytes = unneeded.stream().mapToLong(ArtifactRef::bytes).sum();
        if (!dryRun) {
            deletions.markRun(runId, now);
            deletions.deleteAnnotation(runId, now);
            delete(runId, unneeded);
            outbox.append(EventTypes.RUN_DELETED, runId, new RunDeleted(runId, now));
        }
        return Deletion.of(dryRun, List.of(new Deleted("run", runId, bytes)), List.of());
    }

    private void delete(String runId, List<ArtifactRef> unneeded) {
        deletions.deleteRun(runId);
        files.add(unneeded.stream().map(ArtifactRef::path).toList());
    }
}
