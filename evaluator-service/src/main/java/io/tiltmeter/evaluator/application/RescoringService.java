package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.TaskScoring;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Has stored answers judged by other rules, or by newer versions of the same. */
@Singleton
public class RescoringService {
    private final EvaluationRepository evaluations;
    private final ModelResponseRepository responses;
    private final EvaluationService service;
    private final Scorers scorers;
    private final Transactions transactions;
    private final EvaluatorWorker worker;

    public RescoringService(
            EvaluationRepository evaluations,
            ModelResponseRepository responses,
            EvaluationService service,
            Scorers scorers,
            Transactions transactions,
            EvaluatorWorker worker) {
        this.evaluations = evaluations;
        this.responses = responses;
        this.service = service;
        this.scorers = scorers;
        this.transactions = transactions;
        this.worker = worker;
    }

    /**
     * What a rescoring means.
     *
     * @param evaluations that match
     * @param queued that will be judged
     * @param upToDate that were judged so before
     * @param unread whose answers or likelihoods were never read, and that only a model could judge
     */
    public record Count(int evaluations, int queued, int upToDate, int unread) {}

    /** Opens the work, each evaluation in a transaction of its own. */
    public Count open(RescoringRequest request) {
        int queued = 0;
        int unread = 0;
        List<RequestedEvaluation> matching = transactions.run(handle -> evaluations.matching(handle, request));
        for (RequestedEvaluation requested : matching) {
            List<String> readable = transactions.run(handle -> readable(handle, requested, request.scorers()));
            if (readable.isEmpty()) {
                unread++;
            } else if (transactions.run(handle -> service.judge(handle, changed(requested, readable, request)))) {
                queued++;
            }
        }
        worker.wake();
        return new Count(matching.size(), queued, matching.size() - queued - unread, unread);
    }

    /** Those of the rules whose part is whole. */
    private List<String> readable(Handle handle, RequestedEvaluation requested, List<String> wanted) {
        return wanted.stream()
                .filter(scorer -> scorers.judges(scorer, requested))
                .filter(scorer -> responses
                        .whole(handle, requested.task().identity(), TaskScoring.part(scorer))
                        .isPresent())
                .toList();
    }

    private static RequestedEvaluation changed(
            RequestedEvaluation requested, List<String> further, RescoringRequest request) {
        Set<String> all = new LinkedHashSet<>(requested.scorers());
        all.addAll(further);
        return requested.judgedBy(
                new ArrayList<>(all), request.logprobThreshold().orElse(requested.logprobThresholdNats()));
    }
}
