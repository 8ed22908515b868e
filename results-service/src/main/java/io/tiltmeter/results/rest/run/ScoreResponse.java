package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.application.curve.RunCurve.Interval;
import io.tiltmeter.results.curve.Bounded;
import io.tiltmeter.results.persistence.StoredEvaluation;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One evaluation: a checkpoint's answers to a suite in one arm, judged by one scorer. Accuracies are shares in [0, 1],
 * bounds those of 95 % intervals; conflict suites have the counterfactual and the parametric one, standard suites the
 * plain one.
 *
 * @param metrics further numbers by the names of lm-evaluation-harness
 * @param imported whether the numbers came from a file
 */
public record ScoreResponse(
        @JsonUnwrapped StoredEvaluation.Subject subject,
        @JsonUnwrapped(prefix = "counterfactual_") Interval counterfactual,
        @JsonUnwrapped(prefix = "parametric_") Interval parametric,
        Optional<Double> accuracy,
        Optional<Double> accuracyLow,
        Optional<Double> accuracyHigh,
        SortedMap<String, Double> metrics,
        @JsonUnwrapped StoredEvaluation.Provenance provenance,
        boolean imported,
        Instant finishedAt) {

    public static ScoreResponse of(StoredEvaluation row) {
        boolean conflict = row.subject().kind() == SuiteKind.KNOWLEDGE_CONFLICT;
        Optional<Bounded> correct = row.correct().filter(any -> !conflict);
        return new ScoreResponse(
                row.subject(),
                interval(Optional.of(row.contextAnswer()).filter(any -> conflict)),
                interval(row.memoryAnswer().filter(any -> conflict)),
                correct.map(Bounded::value),
                correct.flatMap(Bounded::low),
                correct.flatMap(Bounded::high),
                row.metrics(),
                row.provenance(),
                row.imported(),
                row.finishedAt());
    }

    private static Interval interval(Optional<Bounded> share) {
        return new Interval(share.map(Bounded::value), share.flatMap(Bounded::low), share.flatMap(Bounded::high));
    }
}
