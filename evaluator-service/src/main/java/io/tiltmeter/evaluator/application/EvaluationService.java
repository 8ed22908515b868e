package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluations;
import io.tiltmeter.evaluator.persistence.DeletionRepository;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Accepts the evaluations that runs request; scores that are known are published at once. */
@Singleton
public class EvaluationService {
    private final DeletionRepository deletions;
    private final EvaluationRepository evaluations;
    private final EvaluationPublisher publisher;
    private final EvaluationMetrics metrics;

    public EvaluationService(
            DeletionRepository deletions,
            EvaluationRepository evaluations,
            EvaluationPublisher publisher,
            EvaluationMetrics metrics) {
        this.deletions = deletions;
        this.evaluations = evaluations;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /**
     * Every evaluation that the plan requests of a checkpoint, within the caller's transaction; none of a run that was deleted. Twice
     * changes nothing.
     */
    public void accept(CheckpointReady checkpoint) {
        if (deletions.isDeleted(checkpoint.runId())) {
            return;
        }
        List<RequestedEvaluation> requests = RequestedEvaluations.of(checkpoint);
        evaluations.lockIdentities(
                requests.stream().map(requested -> requested.task().identity()).toList());
        long known = requests.stream().filter(requested -> !accept(requested)).count();
        if (!requests.isEmpty() && known == requests.size()) {
            metrics.duplicate();
        }
    }

    /** @return false if this evaluation was accepted before: nothing was changed */
    private boolean accept(RequestedEvaluation requested) {
        boolean isNew = evaluations.accept(requested);
        if (isNew) {
            publishOrOpen(requested.task(), evaluations.lock(requested.task().identity()));
        }
        return isNew;
    }

    /**
     * Has existing responses scored again: by scorers that were not requested before, or have a new version.
     *
     * @return whether there is anything to do that was not done before
     */
    @Transactional
    boolean rescore(RequestedEvaluation changed) {
        String identity = changed.task().identity();
        evaluations.lockIdentities(List.of(identity));
        Optional<WorkItem> item =
                evaluations.lock(identity); // before the evaluation's row, as the end of the work does
        evaluations.change(changed);
        return publishOrOpen(changed.task(), item);
    }

    /** Whether scores are missing: the work is opened, or open, then. */
    private boolean publishOrOpen(EvaluationTask task, Optional<WorkItem> item) {
        boolean isMissing = !publisher.publish(task.identity(), item).isEmpty();
        if (isMissing) {
            evaluations.open(task);
        }
        return isMissing;
    }
}
