package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.stream.IntStream;

/** Small items and likelihoods. */
final class Suites {
    private Suites() {}

    static SuiteItem item(String id, String cluster, String contextAnswer, String memoryAnswer) {
        return new SuiteItem(
                id,
                cluster,
                "",
                "Which one?",
                contextAnswer,
                memoryAnswer,
                List.of(),
                List.of(),
                List.of(SuiteItem.UNANSWERABLE));
    }

    static AnswerLikelihood likelihood(List<Double> tokenLogProbsNats) {
        return new AnswerLikelihood(
                IntStream.range(0, tokenLogProbsNats.size()).boxed().toList(), tokenLogProbsNats);
    }
}
