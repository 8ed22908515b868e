package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptedRunStatus;
import io.tiltmeter.evaluator.adoption.AdoptedRunStatus.Checkpoint;
import io.tiltmeter.evaluator.adoption.AdoptedRunStatus.Stage;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.FoundCheckpoint;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.adoption.LocatedFolder;
import io.tiltmeter.evaluator.persistence.AdoptedRunRepository;
import io.tiltmeter.evaluator.persistence.AdoptionRepository;
import io.tiltmeter.evaluator.persistence.AdoptionRepository.StoredAdoption;
import io.tiltmeter.evaluator.persistence.DeletionRepository;
import io.tiltmeter.evaluator.persistence.StoredWork;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every change of a run from elsewhere and of its checkpoints, each with its events in the same transaction.
 *
 * <p>Locks are taken in one order: rows of checkpoints by ascending step, then the row of their run.
 */
@Singleton
public class AdoptionService {
    private static final int IDS_LISTED = 20;

    private final DeletionRepository deletions;
    private final AdoptedRunRepository runs;
    private final AdoptionRepository checkpoints;
    private final Outbox outbox;

    public AdoptionService(
            DeletionRepository deletions, AdoptedRunRepository runs, AdoptionRepository checkpoints, Outbox outbox) {
        this.deletions = deletions;
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.outbox = outbox;
    }

    /** Stores that a run is the trainer's, unless it was adopted here or deleted, within the caller's transaction. */
    public void accept(RunUpdated event) {
        if (!deletions.isDeleted(event.runId())) {
            runs.accept(event);
        }
    }

    /**
     * Adds a run, if it is new, and the checkpoints of it that are; doing it twice changes nothing.
     *
     * @throws Conflict if the run is another's, was deleted, or is evaluated otherwise, or a step is taken by another folder
     */
    @Transactional
    public void accept(AdoptedRun run, AdoptionPlan plan) {
        if (deletions.isDeleted(run.runId())) {
            throw new Conflict(
                    "run " + run.runId() + " was deleted, and its id is not given again; send another run_id");
        }
        if (runs.isTrained(run.runId())) {
            throw new Conflict("run " + run.runId() + " is the trainer's; send another run_id");
        }
        runs.add(run, plan.outputDirectory());
        AdoptedRun before = runs.run(run.runId()).orElseThrow();
        if (!before.isEvaluatedAs(run)) {
            throw new Conflict("run " + run.runId() + " is evaluated otherwise; send another run_id");
        }
        Optional<String> base = before.base().or(() -> plan.base().map(LocatedFolder::name));
        AdoptedRun after = before.with(plan);
        boolean changed = runs.isUnpublished(run.runId())
                || after.totalSteps() != before.totalSteps()
                || !after.lastStep().equals(before.lastStep());
        for (FoundCheckpoint found : plan.checkpoints()) {
            changed |= checkpoints.accept(AdoptionTask.of(run.runId(), found, base, plan.storage()));
        }
        if (changed) {
            publish(runs.lock(run.runId()).with(plan));
        }
    }

    /** A checkpoint lies in the artifact store: publishes it, within the transaction that ends the work. */
    public void adopted(WorkItem item, AdoptionTask task, CheckpointReady event) {
        AdoptedRun run = runs.lock(task.runId());
        checkpoints.storePublished(item, task, event);
        outbox.append(EventTypes.CHECKPOINT_READY, task.runId(), event);
        publish(run.reaching(task.step(), event.totalSteps()));
    }

    /**
     * Ends a run at the last of its checkpoints that is here or on its way; doing it twice changes nothing.
     *
     * @return that step
     * @throws InvalidRequest if there is none
     */
    @Transactional
    public int end(String runId) {
        AdoptedRun run = runs.lock(runId);
        List<StoredAdoption> all = checkpoints.ofRun(runId);
        int last = all.stream()
                .map(AdoptionService::checkpoint)
                .filter(checkpoint -> checkpoint.stage() != Stage.GIVEN_UP)
                .mapToInt(Checkpoint::step)
                .max()
                .orElse(0);
        if (last == 0) {
            throw new InvalidRequest(List.of(new Fault(
                    "event",
                    "end",
                    "run " + runId + " has no checkpoint behind step 0 to end with: " + all.size()
                            + " are known, and those that were given up do not count",
                    "send its last checkpoint, or retry one that was given up, and send end again")));
        }
        AdoptedRun ended = run.endingAt(last);
        if (!ended.equals(run)) {
            publish(ended);
        }
        return last;
    }

    /** A checkpoint was given up, within the transaction that ends the work. */
    public void givenUp(AdoptionTask task) {
        publish(runs.lock(task.runId()));
    }

    /**
     * Opens a checkpoint again that was given up.
     *
     * @return false if there is no such one
     */
    @Transactional
    public boolean retry(String runId, int step) {
        boolean opened = checkpoints.retry(runId, step);
        if (opened) {
            publish(runs.lock(runId));
        }
        return opened;
    }

    @Transactional
    public Optional<AdoptedRun> run(String runId) {
        return runs.run(runId);
    }

    /** Whether the trainer owns a run of this id. */
    @Transactional
    public boolean isTrained(String runId) {
        return runs.isTrained(runId);
    }

    /** The run whose trainer writes there; of several, the one that was registered last. */
    @Transactional
    public Optional<AdoptedRun> writingTo(Path outputDirectory) {
        return runs.writingTo(outputDirectory);
    }

    /** Checkpoints, the newest first; see {@link AdoptionRepository#adoptions}. */
    @Transactional
    public List<StoredAdoption> list(Optional<WorkItem.Status> status, Optional<String> runId, Page page) {
        return checkpoints.adoptions(status, runId, page);
    }

    /** The number of checkpoints of each status, of all runs or of one; a status without any is absent. */
    @Transactional
    public Map<WorkItem.Status, Long> count(Optional<String> runId) {
        return checkpoints.countByStatus(runId);
    }

    /** @throws NotFound if there is no such checkpoint */
    @Transactional
    public StoredAdoption find(String runId, int step) {
        return checkpoints
                .adoption(runId, step)
                .orElseThrow(() -> new NotFound("checkpoint", runId + "/" + step, knownIds()));
    }

    /** Those of a run at these steps, by ascending step. */
    @Transactional
    public List<StoredAdoption> at(String runId, Collection<Integer> steps) {
        return checkpoints.ofRun(runId).stream()
                .filter(stored -> steps.contains(stored.task().step()))
                .sorted(Comparator.comparingInt(stored -> stored.task().step()))
                .toList();
    }

    private List<String> knownIds() {
        return list(Optional.empty(), Optional.empty(), new Page(IDS_LISTED, 0)).stream()
                .map(stored -> stored.task().runId() + "/" + stored.task().step())
                .toList();
    }

    private void publish(AdoptedRun run) {
        AdoptedRunStatus status = new AdoptedRunStatus(
                run,
                checkpoints.ofRun(run.runId()).stream()
                        .map(AdoptionService::checkpoint)
                        .toList());
        long revision = runs.store(run);
        outbox.appendLatest(EventTypes.RUN_UPDATED, run.runId(), status.event(revision, Instant.now()));
    }

    private static Checkpoint checkpoint(StoredAdoption stored) {
        Stage stage = switch (stored.work().status()) {
            case DONE -> Stage.ADOPTED;
            case FAILED, WITHDRAWN -> Stage.GIVEN_UP;
            case READY, LEASED -> Stage.QUEUED;
        };
        return new Checkpoint(
                stored.task().step(),
                stage,
                stored.task().epochs(),
                stored.task().lossNats(),
                Optional.of(stored.work())
                        .filter(work -> stage == Stage.GIVEN_UP)
                        .flatMap(StoredWork::reason));
    }
}
