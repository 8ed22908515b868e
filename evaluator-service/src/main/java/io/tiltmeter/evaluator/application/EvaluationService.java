package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluations;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Accepts what runs want to know; what is known already is told at once. */
@Singleton
public class EvaluationService {
    private final EvaluationRepository table;
    private final SuiteEvaluatedPublisher news;
    private final EvaluationMetrics metrics;

    public EvaluationService(EvaluationRepository table, SuiteEvaluatedPublisher news, EvaluationMetrics metrics) {
        this.table = table;
        this.news = news;
        this.metrics = metrics;
    }

    /** Everything that the plan asks of a checkpoint, within the caller's transaction. Twice changes nothing. */
    public void accept(Handle handle, CheckpointReady checkpoint) {
        List<RequestedEvaluation> evaluations = RequestedEvaluations.of(checkpoint);
        table.lockIntake(
                handle,
                evaluations.stream()
                        .map(requested -> requested.task().identity())
                        .toList());
        long known = evaluations.stream()
                .filter(requested -> !accept(handle, requested))
                .count();
        if (!evaluations.isEmpty() && known == evaluations.size()) {
            metrics.duplicate();
        }
    }

    /** @return false if this evaluation was accepted before: nothing was changed */
    private boolean accept(Handle handle, RequestedEvaluation requested) {
        boolean isNew = table.accept(handle, requested);
        if (isNew) {
            tellOrOpen(handle, requested.task().identity());
        }
        return isNew;
    }

    /**
     * Judges what was read again, or further: by rules that were not asked for, or have a new version.
     *
     * @return whether there is anything to do that was not done before
     */
    boolean judge(Handle handle, RequestedEvaluation changed) {
        table.lock(handle, changed.task().identity()); // before the evaluation's row, as whoever ends the work does
        table.change(handle, changed);
        return tellOrOpen(handle, changed.task().identity());
    }

    private boolean tellOrOpen(Handle handle, String identity) {
        WorkItem.Status status = table.lock(handle, identity).status();
        boolean isOpen = status == WorkItem.Status.READY || status == WorkItem.Status.LEASED;
        news.tell(handle, identity);
        boolean wanted = !news.missing(handle, identity).isEmpty();
        if (wanted && !isOpen) {
            table.open(handle, identity);
        }
        return wanted;
    }
}
