package io.tiltmeter.evaluator.application;

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
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Every change of a run from elsewhere and of its checkpoints, each with its events in the same transaction.
 *
 * <p>Locks are taken in one order: rows of checkpoints by ascending step, then the row of their run.
 */
@Singleton
public class AdoptionService {
    private static final int IDS_LISTED = 20;

    private final AdoptedRunRepository runs;
    private final AdoptionRepository checkpoints;
    private final Outbox outbox;
    private final Transactions transactions;

    public AdoptionService(
            AdoptedRunRepository runs, AdoptionRepository checkpoints, Outbox outbox, Transactions transactions) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.outbox = outbox;
        this.transactions = transactions;
    }

    /** Stores that a run is the trainer's, unless it was adopted here, within the caller's transaction. */
    public void accept(Handle handle, RunUpdated event) {
        runs.accept(handle, event);
    }

    /**
     * Adds a run, if it is new, and the checkpoints of it that are; doing it twice changes nothing.
     *
     * @throws Conflict if the run is another's, or evaluated otherwise, or a step is taken by another folder
     */
    public void accept(AdoptedRun run, AdoptionPlan plan) {
        transactions.run(handle -> {
            accept(handle, run, plan);
            return null;
        });
    }

    private void accept(Handle handle, AdoptedRun run, AdoptionPlan plan) {
        if (runs.isTrained(handle, run.runId())) {
            throw new Conflict("run " + run.runId() + " is the trainer's; send another run_id");
        }
        runs.add(handle, run, plan.outputDirectory());
        AdoptedRun before = runs.find(handle, run.runId());
        if (!before.isEvaluatedAs(run)) {
            throw new Conflict("run " + run.runId() + " is evaluated otherwise; send another run_id");
        }
        Optional<String> base = before.base().or(() -> plan.base().map(LocatedFolder::name));
        boolean changed = runs.isUnpublished(handle, run.runId());
        for (FoundCheckpoint found : plan.checkpoints()) {
            changed |= checkpoints.accept(handle, AdoptionTask.of(run.runId(), found, base));
        }
        if (changed) {
            publish(handle, runs.lock(handle, run.runId()).with(plan));
        }
    }

    /** A checkpoint lies in the artifact store: publishes it, within the transaction that ends the work. */
    public void adopted(Handle handle, AdoptionTask task, CheckpointReady event) {
        AdoptedRun run = runs.lock(handle, task.runId());
        checkpoints.storePublished(handle, task, event);
        outbox.append(handle, EventTypes.CHECKPOINT_READY, task.runId(), event);
        publish(handle, run.reaching(event.totalSteps()));
    }

    /** A checkpoint was given up, within the transaction that ends the work. */
    public void givenUp(Handle handle, AdoptionTask task) {
        publish(handle, runs.lock(handle, task.runId()));
    }

    /**
     * Opens a checkpoint again that was given up.
     *
     * @return false if there is no such one
     */
    public boolean retry(String runId, int step) {
        return transactions.run(handle -> {
            boolean opened = checkpoints.retry(handle, runId, step);
            if (opened) {
                publish(handle, runs.lock(handle, runId));
            }
            return opened;
        });
    }

    /** Checkpoints, the newest first; see {@link AdoptionRepository#list}. */
    public List<StoredAdoption> list(Optional<WorkItem.Status> status, Optional<String> runId, Page page) {
        return checkpoints.list(status, runId, page);
    }

    /** The number of checkpoints of each status, of all runs or of one; a status without any is absent. */
    public Map<WorkItem.Status, Long> count(Optional<String> runId) {
        return checkpoints.count(runId);
    }

    /** @throws NotFound if there is no such checkpoint */
    public StoredAdoption find(String runId, int step) {
        return checkpoints
                .find(runId, step)
                .orElseThrow(() -> new NotFound("checkpoint", runId + "/" + step, knownIds()));
    }

    private List<String> knownIds() {
        return list(Optional.empty(), Optional.empty(), new Page(IDS_LISTED, 0)).stream()
                .map(stored -> stored.task().runId() + "/" + stored.task().step())
                .toList();
    }

    private void publish(Handle handle, AdoptedRun run) {
        AdoptedRunStatus status = new AdoptedRunStatus(
                run,
                checkpoints.ofRun(handle, run.runId()).stream()
                        .map(AdoptionService::checkpoint)
                        .toList());
        long revision = runs.store(handle, run);
        outbox.appendLatest(handle, EventTypes.RUN_UPDATED, run.runId(), status.event(revision, Instant.now()));
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
                        .flatMap(WorkItem::reason));
    }
}
