package io.tiltmeter.evaluator.api.agreement;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.api.Scorers;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.scorer.Agreement;
import io.tiltmeter.evaluator.scorer.Agreement.Count;
import io.tiltmeter.evaluator.store.EvaluationArtifacts;
import io.tiltmeter.evaluator.store.EvaluationTable;
import io.tiltmeter.evaluator.store.ScoreTable;
import io.tiltmeter.evaluator.store.StoredScore;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the scorers of a run's conflict suites say the same. */
@Singleton
public class Agreements {
    @Inject
    EvaluationTable evaluations;

    @Inject
    ScoreTable scores;

    @Inject
    Scorers scorers;

    @Inject
    EvaluationArtifacts artifacts;

    @Inject
    Transactions transactions;

    /**
     * Of every evaluation that at least two scorers have judged.
     *
     * @param which whose, by run, step, suite and arm
     * @param mostDisagreements listed of each evaluation
     * @throws InvalidRequest if there is none
     */
    AgreementView of(String runId, RescoringRequest which, int mostDisagreements) throws IOException {
        List<AgreementView.Evaluation> views = new ArrayList<>();
        Count all = new Count(0, 0, 0, 0, 0);
        for (RequestedEvaluation requested : judged(which)) {
            Map<String, List<ItemOutcome>> outcomes = outcomes(requested);
            if (outcomes.size() > 1) {
                Agreement agreement =
                        Agreement.of(artifacts.items(requested.task()).asked(), outcomes);
                all = sum(all, agreement.all());
                views.add(AgreementView.Evaluation.of(requested.id(), requested.step(), agreement, mostDisagreements));
            }
        }
        if (views.isEmpty()) {
            throw new InvalidRequest(List.of(new Fault(
                    "run_id",
                    runId,
                    "a run of which a conflict suite was judged by at least two scorers",
                    "wait until one is, or POST /api/v1/rescorings with further scorers")));
        }
        return new AgreementView(runId, AgreementView.Share.of(all), views);
    }

    private List<RequestedEvaluation> judged(RescoringRequest which) {
        return transactions.run(handle -> evaluations.matching(handle, which)).stream()
                .sorted(Comparator.comparingInt(RequestedEvaluation::step))
                .toList();
    }

    /** By the scorers' names, so far as they have judged. */
    private Map<String, List<ItemOutcome>> outcomes(RequestedEvaluation requested) throws IOException {
        Map<String, List<ItemOutcome>> outcomes = new LinkedHashMap<>();
        for (ScorerId scorer : scorers.of(requested)) {
            Optional<StoredScore> score = transactions.run(
                    handle -> scores.find(handle, requested.task().identity(), scorer));
            if (score.isPresent() && EvaluationPlan.KNOWN_SCORERS.contains(scorer.name())) {
                outcomes.put(scorer.series(), artifacts.outcomes(score.get()));
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
