package io.tiltmeter.evaluator.store;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.adoption.FoundCheckpoint;
import io.tiltmeter.evaluator.adoption.Place;
import io.tiltmeter.evaluator.adoption.RunStanding;
import io.tiltmeter.evaluator.adoption.RunStanding.Checkpoint;
import io.tiltmeter.evaluator.adoption.RunStanding.Stage;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Every change of a run from elsewhere and of its checkpoints, each with its news in the same transaction.
 *
 * <p>Locks are taken in one order: rows of checkpoints by ascending step, then the row of their run.
 */
@Singleton
public class AdoptionLedger {
    private final AdoptedRunTable runs;
    private final AdoptionTable checkpoints;
    private final Outbox outbox;

    @Inject
    public AdoptionLedger(AdoptedRunTable runs, AdoptionTable checkpoints, Outbox outbox) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.outbox = outbox;
    }

    /**
     * Adds a run, if it is new, and the checkpoints of it that are; doing it twice changes nothing.
     *
     * @throws Conflict if the run is another's, or evaluated otherwise, or a step is taken by another folder
     */
    public void accept(Handle handle, AdoptedRun run, AdoptionPlan plan) {
        if (runs.isTrained(handle, run.runId())) {
            throw new Conflict("run " + run.runId() + " is the trainer's; send another run_id");
        }
        runs.add(handle, run, plan.outputDirectory());
        AdoptedRun before = runs.find(handle, run.runId());
        if (!before.isEvaluatedAs(run)) {
            throw new Conflict("run " + run.runId() + " is evaluated otherwise; send another run_id");
        }
        Optional<String> base = before.base().or(() -> plan.base().map(Place::name));
        boolean changed = runs.isUntold(handle, run.runId());
        for (FoundCheckpoint found : plan.checkpoints()) {
            changed |= checkpoints.accept(handle, AdoptionTask.of(run.runId(), found, base));
        }
        if (changed) {
            tell(handle, runs.lock(handle, run.runId()).with(plan));
        }
    }

    /** A checkpoint lies in the artifact store: tells of it, within the transaction that ends the work. */
    public void adopted(Handle handle, AdoptionTask task, CheckpointReady news) {
        AdoptedRun run = runs.lock(handle, task.runId());
        checkpoints.announced(handle, task, news);
        outbox.append(handle, EventTypes.CHECKPOINT_READY, task.runId(), news);
        tell(handle, run.reaching(news.totalSteps()));
    }

    /** A checkpoint was given up, within the transaction that ends the work. */
    public void givenUp(Handle handle, AdoptionTask task) {
        tell(handle, runs.lock(handle, task.runId()));
    }

    /**
     * Opens a checkpoint again that was given up.
     *
     * @return false if there is no such one
     */
    public boolean retry(Handle handle, String runId, int step) {
        boolean opened = checkpoints.retry(handle, runId, step);
        if (opened) {
            tell(handle, runs.lock(handle, runId));
        }
        return opened;
    }

    private void tell(Handle handle, AdoptedRun run) {
        RunStanding standing = new RunStanding(
                run,
                checkpoints.ofRun(handle, run.runId()).stream()
                        .map(AdoptionLedger::checkpoint)
                        .toList());
        long revision = runs.store(handle, run);
        outbox.appendLatest(handle, EventTypes.RUN_UPDATED, run.runId(), standing.news(revision, Instant.now()));
    }

    private static Checkpoint checkpoint(AdoptionRow row) {
        Stage stage = switch (row.work().status()) {
            case DONE -> Stage.ADOPTED;
            case FAILED, WITHDRAWN -> Stage.GIVEN_UP;
            case READY, LEASED -> Stage.QUEUED;
        };
        return new Checkpoint(
                row.task().step(),
                stage,
                row.task().epochs(),
                row.task().lossNats(),
                Optional.of(row.work()).filter(work -> stage == Stage.GIVEN_UP).flatMap(WorkItem::reason));
    }
}
