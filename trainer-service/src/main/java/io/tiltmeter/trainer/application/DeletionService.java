package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunDeleted;
import io.tiltmeter.contracts.event.StudyDeleted;
import io.tiltmeter.servicekit.artifact.FileDeletions;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.Deletion;
import io.tiltmeter.servicekit.rest.Deletion.Deleted;
import io.tiltmeter.servicekit.rest.Deletion.Kept;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.trainer.persistence.DeletionRepository;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredRun;
import io.tiltmeter.trainer.persistence.StudyRepository;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Deletes runs and studies that have ended: their rows with the events that say so, and their files after the commit. Locks are
 * taken as {@link RunLifecycle} takes them.
 */
@Singleton
public class DeletionService {
    private static final String RUN = "run";

    private final RunRepository runs;
    private final StudyRepository studies;
    private final DeletionRepository deletions;
    private final CheckpointFiles checkpoints;
    private final FileDeletions files;
    private final WorkRepository work;
    private final Outbox outbox;

    public DeletionService(
            RunRepository runs,
            StudyRepository studies,
            DeletionRepository deletions,
            CheckpointFiles checkpoints,
            FileDeletions files,
            WorkRepository work,
            Outbox outbox) {
        this.runs = runs;
        this.studies = studies;
        this.deletions = deletions;
        this.checkpoints = checkpoints;
        this.files = files;
        this.work = work;
        this.outbox = outbox;
    }

    /**
     * Deletes a run.
     *
     * @param dryRun whether nothing is deleted
     * @throws NotFound if there is no such run
     * @throws Conflict if it has not ended, or a study or another run needs it
     */
    @Transactional
    public Deletion deleteRun(String id, boolean dryRun) {
        work.lock(id);
        runs.lockStarts();
        StoredRun run = runs.getLocked(id);
        refuseUnended(List.of(run), "run " + id, "POST /api/v1/runs/" + id + "/cancel");
        List<String> needing = neededBy(id, Set.of(), Set.of(id));
        if (!needing.isEmpty()) {
            throw new Conflict("run " + id + " is needed by " + String.join(", ", needing) + "; delete "
                    + (needing.size() == 1 ? "that" : "those") + " first");
        }
        Instant now = Instant.now();
        return Deletion.of(dryRun, deleteRuns(List.of(id), dryRun, now), List.of());
    }

    /**
     * Deletes a study, and those of its runs that no other study and no other run needs.
     *
     * @param dryRun whether nothing is deleted
     * @throws NotFound if there is no such study
     * @throws Conflict if one of these runs has not ended
     */
    @Transactional
    public Deletion deleteStudy(String id, boolean dryRun) {
        runIds(id).stream().sorted().forEach(work::lock);
        runs.lockStarts();
        studies.getLocked(id);
        List<Kept> kept = new ArrayList<>();
        Set<String> own =
                new LinkedHashSet<>(runIds(id)); // once more, since it may have gained runs before it was locked
        for (int before = -1; before != own.size(); ) {
            before = own.size();
            for (String run : List.copyOf(own)) {
                List<String> needing = neededBy(run, Set.of(id), own);
                if (!needing.isEmpty()) {
                    own.remove(run);
                    kept.add(new Kept(RUN, run, needing));
                }
            }
        }
        refuseUnended(runs.lockAll(List.copyOf(own)), "study " + id, "POST /api/v1/studies/" + id + "/cancel");
        Instant now = Instant.now();
        List<Deleted> deleted = new ArrayList<>(List.of(new Deleted("study", id, 0)));
        if (!dryRun) {
            deletions.deleteStudy(id);
            outbox.append(EventTypes.STUDY_DELETED, id, new StudyDeleted(id, now));
        }
        deleted.addAll(deleteRuns(List.copyOf(own), dryRun, now));
        return Deletion.of(dryRun, deleted, kept);
    }

    private List<String> runIds(String study) {
        return studies.runs(study).stream().map(StoredRun::id).toList();
    }

    /** What needs a run, but for studies and runs that are deleted with it. */
    private List<String> neededBy(String run, Set<String> deletedStudies, Set<String> deletedRuns) {
        return Stream.concat(
                        deletions.studiesOf(run).stream()
                                .filter(other -> !deletedStudies.contains(other))
                                .map(other -> "study " + other),
                        deletions.runsStartingFrom(run).stream()
                                .filter(other -> !deletedRuns.contains(other))
                                .map(other -> RUN + " " + other))
                .toList();
    }

    private static void refuseUnended(List<StoredRun> runs, String what, String remedy) {
        List<String> open = runs.stream()
                .filter(run -> !run.state().status().isFinal())
                .map(run -> run.id() + " is " + Json.name(run.state().status()))
                .toList();
        if (!open.isEmpty()) {
            throw new Conflict(what + " has not ended: run " + String.join(", run ", open) + "; cancel it first by "
                    + remedy + ", or wait");
        }
    }

    private List<Deleted> deleteRuns(List<String> ids, boolean dryRun, Instant now) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Deleted> deleted = new ArrayList<>();
        ids.forEach(id -> deleted.add(new Deleted(RUN, id, checkpoints.bytes(id))));
        List<ArtifactRef> copies = deletions.basesOfNoOther(ids).stream()
                .filter(ModelFolders::isCopy)
                .toList();
        copies.forEach(base -> deleted.add(new Deleted("base_model", base.folder(), base.bytes())));
        if (!dryRun) {
            files.add(Stream.concat(
                            ids.stream().flatMap(id -> CheckpointFiles.folders(id).stream()),
                            copies.stream().map(ArtifactRef::folder))
                    .toList());
            ids.forEach(work::remove);
            deletions.deleteRuns(ids, now);
            ids.forEach(id -> outbox.append(EventTypes.RUN_DELETED, id, new RunDeleted(id, now)));
        }
        return deleted;
    }
}
