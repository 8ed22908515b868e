package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.Workers;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.LossRepository;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** What users do with runs. Where a run is unknown, it throws {@link NotFound} with those that are known. */
@Singleton
public class RunService {
    private final RunRequests requests;
    private final RunRepository runs;
    private final LossRepository losses;
    private final CheckpointRepository checkpoints;
    private final RunAcceptance acceptance;
    private final RunLifecycle lifecycle;
    private final TrainingWorker training;
    private final Workers workers;

    public RunService(
            RunRequests requests,
            RunRepository runs,
            LossRepository losses,
            CheckpointRepository checkpoints,
            RunAcceptance acceptance,
            RunLifecycle lifecycle,
            TrainingWorker training,
            Workers workers) {
        this.requests = requests;
        this.runs = runs;
        this.losses = losses;
        this.checkpoints = checkpoints;
        this.acceptance = acceptance;
        this.lifecycle = lifecycle;
        this.training = training;
        this.workers = workers;
    }

    /**
     * Some runs, the newest first.
     *
     * @param total runs there are, of the status asked for
     */
    public record RunList(List<StoredRun> runs, long total) {}

    /**
     * Starts a run, which waits for what it names if that is not ready, or not announced by any event yet.
     *
     * @param idempotencyKey what makes a repeated request the same run; a new one makes it another
     * @throws io.tiltmeter.contracts.InvalidRequest with every fault at once
     */
    public StoredRun start(JsonNode request, Optional<String> idempotencyKey) {
        StoredRun run = acceptance.accept(requests.read(request), idempotencyKey);
        workers.wake();
        return run;
    }

    @Transactional
    public RunList list(Optional<RunStatus> status, Page page) {
        return new RunList(runs.runs(status, page), runs.total(status));
    }

    @Transactional
    public StoredRun find(String id) {
        return runs.get(id);
    }

    /** Steps after one, in order. */
    @Transactional
    public List<StepRecord> losses(String id, int afterStep, int limit) {
        return losses.losses(runs.get(id).id(), afterStep, limit);
    }

    /** In the order of their steps. */
    @Transactional
    public List<StoredCheckpoint> checkpoints(String id) {
        return checkpoints.checkpoints(runs.get(id).id());
    }

    /**
     * Stops a run for good.
     *
     * @throws io.tiltmeter.servicekit.rest.Conflict if it has ended already
     */
    public StoredRun cancel(String id) {
        StoredRun run = lifecycle.cancel(id);
        training.cancelled(id);
        return run;
    }

    /**
     * Retries a failed run.
     *
     * @throws io.tiltmeter.servicekit.rest.Conflict if it has not failed
     */
    public StoredRun retry(String id) {
        StoredRun run = lifecycle.retry(id);
        workers.wake();
        return run;
    }
}
