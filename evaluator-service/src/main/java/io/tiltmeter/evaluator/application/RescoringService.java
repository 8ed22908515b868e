package io.tiltmeter.evaluator.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Has stored responses judged by other scorers, or by newer versions of the same. */
@Singleton
public class RescoringService {
    private final EvaluationRepository evaluations;
    private final ModelResponseRepository responses;
    private final EvaluationService service;
    private final ScorerRegistry scorers;
    private final Workers workers;

    public RescoringService(
            EvaluationRepository evaluations,
            ModelResponseRepository responses,
            EvaluationService service,
            ScorerRegistry scorers,
            Workers workers) {
        this.evaluations = evaluations;
        this.responses = responses;
        this.service = service;
        this.scorers = scorers;
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
        List<Readable> matching = QuarkusTransaction.requiringNew().call(() -> matching(request));
        for (Readable found : matching) {
            if (found.scorers().isEmpty()) {
                unread++;
            } else if (service.rescore(changed(found, request))) {
                queued++;
            }
        }
        workers.wake();
        return new Count(matching.size(), queued, matching.size() - queued - unread, unread);
    }

    /** An evaluation, with those of the wanted scorers whose responses are complete. */
    private record Readable(RequestedEvaluation requested, List<String> scorers) {}

    private List<Readable> matching(RescoringRequest request) {
        List<RequestedEvaluation> matching = evaluations.matching(request);
        Map<String, List<ResponseKind>> complete = responses.completeKinds(
                matching.stream().map(requested -> requested.task().identity()).collect(Collectors.toSet()));
        return matching.stream()
                .map(requested -> new Readable(
                        requested,
                        readable(
                                requested,
                                complete.getOrDefault(requested.task().identity(), List.of()),
                                request.scorers())))
                .toList();
    }

    /** Other scorers than an arm's cannot be chosen. */
    private List<String> readable(RequestedEvaluation requested, List<ResponseKind> complete, List<String> wanted) {
        if (requested.task().arm().isEmpty()) {
            return List.of();
        }
        return wanted.stream()
                .filter(scorer -> complete.contains(scorers.named(scorer).input()))
                .toList();
    }

    private static RequestedEvaluation changed(Readable found, RescoringRequest request) {
        RequestedEvaluation requested = found.requested();
        Set<String> all = new LinkedHashSet<>(requested.scorers());
        all.addAll(found.scorers());
        return requested.scoredBy(
                new ArrayList<>(all), request.logprobThreshold().orElse(requested.logprobThresholdNats()));
    }
}
