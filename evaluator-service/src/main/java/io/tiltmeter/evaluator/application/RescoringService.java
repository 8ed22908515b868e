package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Has stored responses judged by other scorers, or by newer versions of the same. */
@Singleton
public class RescoringService {
    private final EvaluationRepository evaluations;
    private final ModelResponseRepository responses;
    private final EvaluationService service;
    private final ScorerRegistry scorers;
    private final Transactions transactions;
    private final Workers workers;

    public RescoringService(
            EvaluationRepository evaluations,
            ModelResponseRepository responses,
            EvaluationService service,
            ScorerRegistry scorers,
            Transactions transactions,
            Workers workers) {
        this.evaluations = evaluations;
        this.responses = responses;
        this.service = service;
        this.scorers = scorers;
        this.transactions = transactions;
        this.workers = workers;
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
            } else if (transactions.run(handle -> service.rescore(handle, changed(requested, readable, request)))) {
                queued++;
            }
        }
        workers.wake();
        return new Count(matching.size(), queued, matching.size() - queued - unread, unread);
    }

    /** Those of the scorers whose responses are complete; other scorers than an arm's cannot be chosen. */
    private List<String> readable(Handle handle, RequestedEvaluation requested, List<String> wanted) {
        if (requested.task().arm().isEmpty()) {
            return List.of();
        }
        String identity = requested.task().identity();
        return wanted.stream()
                .filter(scorer -> responses
                        .complete(handle, identity, scorers.named(scorer).input())
                        .isPresent())
                .toList();
    }

    private static RequestedEvaluation changed(
            RequestedEvaluation requested, List<String> further, RescoringRequest request) {
        Set<String> all = new LinkedHashSet<>(requested.scorers());
        all.addAll(further);
        return requested.scoredBy(
                new ArrayList<>(all), request.logprobThreshold().orElse(requested.logprobThresholdNats()));
    }
}
