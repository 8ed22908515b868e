package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.EvaluationRepository.StoredEvaluation;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository.ResponseProgress;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluations with their progress. */
@Singleton
public class EvaluationQueries {
    private static final int IDS_LISTED = 20;

    private final EvaluationRepository evaluations;
    private final ModelResponseRepository responses;
    private final ScorerRegistry scorers;

    public EvaluationQueries(
            EvaluationRepository evaluations, ModelResponseRepository responses, ScorerRegistry scorers) {
        this.evaluations = evaluations;
        this.responses = responses;
        this.scorers = scorers;
    }

    /** An evaluation and its progress. */
    public record TrackedEvaluation(StoredEvaluation stored, ItemProgress progress) {}

    /**
     * Evaluations in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param runId only those of this run; empty for all
     */
    @Transactional
    public List<TrackedEvaluation> list(Optional<WorkItem.Status> status, Optional<String> runId, Page page) {
        return tracked(evaluations.evaluations(status, runId, page));
    }

    /** The number of evaluations of each status, of all runs or of one; a status without any is absent. */
    @Transactional
    public Map<WorkItem.Status, Long> count(Optional<String> runId) {
        return evaluations.countByStatus(runId);
    }

    /** @throws NotFound if there is no such evaluation */
    @Transactional
    public TrackedEvaluation find(String runId, int step, String suiteId, String arm) {
        StoredEvaluation stored = evaluations
                .evaluation(runId, step, suiteId, arm)
                .orElseThrow(() ->
                        new NotFound("evaluation", RequestedEvaluation.id(runId, step, suiteId, arm), knownIds()));
        return tracked(List.of(stored)).get(0);
    }

    /** @return false if the evaluation has not failed */
    @Transactional
    public boolean retry(RequestedEvaluation requested) {
        return evaluations.retry(requested);
    }

    private List<String> knownIds() {
        return evaluations.evaluations(Optional.empty(), Optional.empty(), new Page(IDS_LISTED, 0)).stream()
                .map(stored -> stored.requested().id())
                .toList();
    }

    private List<TrackedEvaluation> tracked(List<StoredEvaluation> page) {
        List<String> open = page.stream()
                .filter(stored -> stored.work().status() != WorkItem.Status.DONE)
                .map(stored -> stored.requested().task().identity())
                .distinct()
                .toList();
        Map<String, List<ResponseProgress>> saved = responses.progress(open);
        return page.stream()
                .map(stored -> new TrackedEvaluation(stored, progress(stored, saved)))
                .toList();
    }

    private ItemProgress progress(StoredEvaluation stored, Map<String, List<ResponseProgress>> saved) {
        EvaluationTask task = stored.requested().task();
        int items = task.subset()
                .map(subset -> Math.min(subset.limit(), task.suite().itemCount()))
                .orElse(task.suite().itemCount());
        Set<ResponseKind> kinds = scorers.inputs(stored.requested());
        if (stored.work().status() == WorkItem.Status.DONE) {
            return ItemProgress.complete((long) items * kinds.size());
        }
        ItemProgress progress = ItemProgress.of(items, kinds, saved.getOrDefault(task.identity(), List.of()));
        return stored.work().status() == WorkItem.Status.LEASED ? progress : progress.paused();
    }
}
