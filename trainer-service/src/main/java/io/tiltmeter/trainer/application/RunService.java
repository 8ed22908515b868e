package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.Workers;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.LossRepository;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/** What users do with runs. Where a run is unknown, it throws {@link NotFound} with those that are known. */
@Singleton
public final class RunService {
    private final RunRequests requests;
    private final Transactions transactions;
    private final RunLifecycle lifecycle;
    private final TrainingWorker training;
    private final Workers workers;

    public RunService(
            RunRequests requests,
            Transactions transactions,
            RunLifecycle lifecycle,
            TrainingWorker training,
            Workers workers) {
        this.requests = requests;
        this.transactions = transactions;
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
     * Starts a run.
     *
     * @param idempotencyKey what makes a repeated request the same run
     * @throws io.tiltmeter.contracts.InvalidRequest with every fault at once
     */
    public StoredRun start(InputStream body, Optional<String> idempotencyKey) {
        RunRequest request = requests.read(body);
        StoredRun run = transactions.run(handle -> lifecycle.accept(handle, request, idempotencyKey));
        workers.wake();
        return run;
    }

    public RunList list(Optional<RunStatus> status, Page page) {
        return transactions.run(handle -> new RunList(
                RunRepository.list(handle, status, page.limit(), page.offset()), RunRepository.count(handle, status)));
    }

    public StoredRun find(String id) {
        return ofRun(id, (handle, run) -> run);
    }

    /** Steps after one, in order. */
    public List<StepRecord> losses(String id, int afterStep, int limit) {
        return ofRun(id, (handle, run) -> LossRepository.list(handle, id, afterStep, limit));
    }

    /** In the order of their steps. */
    public List<StoredCheckpoint> checkpoints(String id) {
        return ofRun(id, (handle, run) -> CheckpointRepository.list(handle, id));
    }

    /**
     * Stops a run for good.
     *
     * @throws io.tiltmeter.servicekit.rest.Conflict if it has ended already
     */
    public StoredRun cancel(String id) {
        StoredRun run = transactions.run(handle -> lifecycle.cancel(handle, id));
        training.cancelled(id);
        return run;
    }

    /**
     * Retries a failed run.
     *
     * @throws io.tiltmeter.servicekit.rest.Conflict if it has not failed
     */
    public StoredRun retry(String id) {
        StoredRun run = transactions.run(handle -> lifecycle.retry(handle, id));
        workers.wake();
        return run;
    }

    private <T> T ofRun(String id, BiFunction<Handle, StoredRun, T> query) {
        return transactions.run(handle -> query.apply(handle, RunRepository.get(handle, id)));
    }
}
