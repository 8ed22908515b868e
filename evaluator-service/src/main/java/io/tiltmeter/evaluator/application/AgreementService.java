package io.tiltmeter.evaluator.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ScoreRepository;
import io.tiltmeter.evaluator.persistence.StoredScore;
import io.tiltmeter.evaluator.scorer.Agreement;
import io.tiltmeter.evaluator.scorer.Agreement.Count;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether the scorers of a run's conflict suites agree. */
@Singleton
public class AgreementService {
    private final EvaluationRepository evaluations;
    private final ScoreRepository scores;
    private final ScorerRegistry scorers;
    private final EvaluationArtifacts artifacts;

    public AgreementService(
            EvaluationRepository evaluations,
            ScoreRepository scores,
            ScorerRegistry scorers,
            EvaluationArtifacts artifacts) {
        this.evaluations = evaluations;
        this.scores = scores;
        this.scorers = scorers;
        this.artifacts = artifacts;
    }

    /**
     * Agreement over some evaluations.
     *
     * @param all over all of them
     * @param evaluations one a checkpoint, suite and arm, in the order of the steps
     */
    public record RunAgreement(Count all, List<EvaluationAgreement> evaluations) {}

    /** Agreement on one evaluation. */
    public record EvaluationAgreement(RequestedEvaluation evaluation, Agreement agreement) {}

    /**
     * Of every evaluation that at least two scorers have judged.
     *
     * @param which whose, by run, step, suite and arm
     * @throws InvalidRequest if there is none
     */
    public RunAgreement of(String runId, RescoringRequest which) throws IOException {
        List<EvaluationAgreement> found = new ArrayList<>();
        Count all = new Count(0, 0, 0, 0, 0);
        for (Judged judged : QuarkusTransaction.requiringNew().call(() -> judged(which))) {
            RequestedEvaluation requested = judged.requested();
            Map<String, List<ItemOutcome>> outcomes = outcomes(judged);
            if (outcomes.size() > 1) {
                Agreement agreement =
                        Agreement.of(artifacts.items(requested.task()).selected(), outcomes);
                all = sum(all, agreement.all());
                found.add(new EvaluationAgreement(requested, agreement));
            }
        }
        if (found.isEmpty()) {
            throw new InvalidRequest(List.of(new Fault(
                    "run_id",
                    runId,
                    "a run of which a conflict suite was judged by at least two scorers",
                    "wait until one is, or POST /api/v1/rescorings with further scorers")));
        }
        return new RunAgreement(all, found);
    }

    private record Judged(RequestedEvaluation requested, Map<ScorerId, StoredScore> scores) {}

    private List<Judged> judged(RescoringRequest which) {
        List<RequestedEvaluation> matching = evaluations.matching(which);
        Map<String, Map<ScorerId, StoredScore>> known = scores.scores(
                matching.stream().map(requested -> requested.task().identity()).collect(Collectors.toSet()));
        return matching.stream()
                .sorted(Comparator.comparingInt(RequestedEvaluation::step))
                .map(requested -> new Judged(
                        requested, known.getOrDefault(requested.task().identity(), Map.of())))
                .toList();
    }

    /** By the scorers' names, so far as they have judged. */
    private Map<String, List<ItemOutcome>> outcomes(Judged judged) throws IOException {
        Map<String, List<ItemOutcome>> outcomes = new LinkedHashMap<>();
        for (ScorerId scorer : scorers.judging(judged.requested())) {
            StoredScore score = judged.scores().get(scorer);
            if (score != null) {
                outcomes.put(scorer.series(), artifacts.outcomes(score));
            }
        }
        return outcomes;
    }

    private static Count sum(Count a, Count b) {
        return new Count(
                a.items() + b.items(),
                a.agreed() + b.agreed(),
                a.contradicted() + b.contradicted(),
                a.decided() + b.decided(),
                a.agreedOfDecided() + b.agreedOfDecided());
    }
}
