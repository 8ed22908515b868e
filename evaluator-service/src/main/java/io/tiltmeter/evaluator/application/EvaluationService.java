package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluations;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Accepts the evaluations that runs request; scores that are known are published at once. */
@Singleton
public class EvaluationService {
    private final EvaluationRepository evaluations;
    private final EvaluationPublisher publisher;
    private final EvaluationMetrics metrics;

    public EvaluationService(
            EvaluationRepository evaluations, EvaluationPublisher publisher, EvaluationMetrics metrics) {
        this.evaluations = evaluations;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** Every evaluation that the plan requests of a checkpoint, within the caller's transaction. Twice changes nothing. */
    public void accept(Handle handle, CheckpointReady checkpoint) {
        List<RequestedEvaluation> requests = RequestedEvaluations.of(checkpoint);
        evaluations.lockIdentities(
                handle,
                requests.stream().map(requested -> requested.task().identity()).toList());
        long known = requests.stream()
                .filter(requested -> !accept(handle, requested))
                .count();
        if (!requests.isEmpty() && known == requests.size()) {
            metrics.duplicate();
        }
    }

    /** @return false if this evaluation was accepted before: nothing was changed */
    private boolean accept(Handle handle, RequestedEvaluation requested) {
        boolean isNew = evaluations.accept(handle, requested);
        if (isNew) {
            publishOrOpen(handle, requested.task().identity());
        }
        return isNew;
    }

    /**
     * Has existing responses scored again: by scorers that were not requested before, or have a new version.
     *
     * @return whether there is anything to do that was not done before
     */
    boolean rescore(Handle handle, RequestedEvaluation changed) {
        evaluations.lock(handle, changed.task().identity()); // before the evaluation's row, as the end of the work does
        evaluations.change(handle, changed);
        return publishOrOpen(handle, changed.task().identity());
    }

    private boolean publishOrOpen(Handle handle, String identity) {
        WorkItem.Status status = evaluations.lock(handle, identity).status();
        boolean isOpen = status == WorkItem.Status.READY || status == WorkItem.Status.LEASED;
        publisher.publish(handle, identity);
        boolean isMissing = !publisher.missing(handle, identity).isEmpty();
        if (isMissing && !isOpen) {
            evaluations.reopen(handle, identity);
        }
        return isMissing;
    }
}
