package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunDeleted;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.persistence.AdoptedRunRepository;
import io.tiltmeter.evaluator.persistence.DeletionRepository;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.FileDeletions;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.Deletion;
import io.tiltmeter.servicekit.rest.Deletion.Deleted;
import io.tiltmeter.servicekit.rest.Deletion.Kept;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes the evaluations of deleted runs, and runs whose checkpoints come from elsewhere. Their open work is withdrawn. What other runs
 * have too stays: responses of equal weights to equal questions, and folders of equal files. Locks are taken as {@link EvaluationService} and
 * {@link AdoptionService} take them.
 */
@Singleton
public class DeletionService {
    private final DeletionRepository deletions;
    private final AdoptedRunRepository adopted;
    private final EvaluationRepository evaluations;
    private final WorkRepository work;
    private final ArtifactStore artifacts;
    private final FileDeletions files;
    private final Outbox outbox;

    public DeletionService(
            DeletionRepository deletions,
            AdoptedRunRepository adopted,
            EvaluationRepository evaluations,
            WorkRepository work,
            ArtifactStore artifacts,
            FileDeletions files,
            Outbox outbox) {
        this.deletions = deletions;
        this.adopted = adopted;
        this.evaluations = evaluations;
        this.work = work;
        this.artifacts = artifacts;
        this.files = files;
        this.outbox = outbox;
    }

    /** A run was deleted: deletes what is here of it, within the caller's transaction. Twice changes nothing. */
    public void accept(RunDeleted event) {
        deletions.mark(event.runId());
        delete(event.runId());
    }

    /**
     * Deletes a run whose checkpoints come from elsewhere.
     *
     * @param dryRun whether nothing is deleted
     * @throws NotFound if there is no such run
     * @throws Conflict if the trainer owns it
     */
    @Transactional
    public Deletion deleteAdopted(String runId, boolean dryRun) {
        if (adopted.isTrained(runId)) {
            throw new Conflict("run " + runId
                    + " was trained by the trainer-service; delete it there, by DELETE /api/v1/runs/" + runId);
        }
        if (adopted.run(runId).isEmpty()) {
            throw new NotFound("run of checkpoints from elsewhere", runId, adopted.ids());
        }
        long bytes = deletions.identitiesOfNoOther(runId).stream()
                .mapToLong(identity -> bytes(EvaluationTask.folder(identity)))
                .sum();
        List<Deleted> deleted = new ArrayList<>(List.of(new Deleted("run", runId, bytes)));
        List<Kept> kept = new ArrayList<>();
        for (ArtifactRef folder : deletions.adoptedFolders(runId)) {
            List<String> others = deletions.otherRunsOn(folder, runId);
            if (others.isEmpty()) {
                deleted.add(new Deleted("checkpoint_folder", folder.folder(), bytes(folder.folder())));
            } else {
                kept.add(new Kept(
                        "checkpoint_folder",
                        folder.folder(),
                        others.stream().map(other -> "run " + other).toList()));
            }
        }
        if (!dryRun) {
            deletions.mark(runId);
            delete(runId);
            outbox.append(EventTypes.RUN_DELETED, runId, new RunDeleted(runId, Instant.now()));
        }
        return Deletion.of(dryRun, deleted, kept);
    }

    /** An attempt ended after its work was withdrawn: what it wrote is deleted if no run requests it any more. */
    @Transactional
    void withdrawn(EvaluationTask task) {
        if (!deletions.isRequested(task.identity())) {
            files.add(List.of(EvaluationTask.folder(task.identity())));
        }
    }

    private void delete(String runId) {
        List<String> identities = deletions.identities(runId);
        evaluations.lockIdentities(identities);
        identities.forEach(evaluations::lock);
        List<String> adoptions = deletions.adoptionIds(runId);
        adoptions.forEach(work::lock);
        List<String> unneeded = deletions.identitiesOfNoOther(runId);
        for (ArtifactRef folder : deletions.adoptedFolders(runId)) {
            if (deletions.otherRunsOn(folder, runId).isEmpty()) {
                deletions.deleteAdoptedFolder(folder);
                files.add(List.of(folder.folder()));
            }
        }
        deletions.deleteRun(runId);
        deletions.deleteResponses(unneeded);
        unneeded.stream().map(EvaluationRepository::workId).forEach(work::remove);
        adoptions.forEach(work::remove);
        files.add(unneeded.stream().map(EvaluationTask::folder).toList());
        identities.forEach(this::openForOthers);
    }

    /** Open work that other runs wait for may read the model of the deleted run: it is begun again with theirs. */
    private void openForOthers(String identity) {
        evaluations.unfinished(identity).stream().findFirst().ifPresent(other -> {
            if (work.withdraw(EvaluationRepository.workId(identity))) {
                evaluations.open(other.task());
            }
        });
    }

    private long bytes(String path) {
        try {
            return artifacts.bytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the size of " + path + " is unknown", e);
        }
    }
}
