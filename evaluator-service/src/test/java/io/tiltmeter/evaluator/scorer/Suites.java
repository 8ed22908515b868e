package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ByArm;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.NeededModel;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Small items and likelihoods. */
public final class Suites {
    private Suites() {}

    public static SuiteItem item(String id, String cluster, String contextAnswer, String memoryAnswer) {
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

    public static AnswerLikelihood likelihood(List<Double> tokenLogProbsNats) {
        return new AnswerLikelihood(
                IntStream.range(0, tokenLogProbsNats.size()).boxed().toList(), tokenLogProbsNats);
    }

    /** The outcomes of {@code contains}. */
    public static List<ItemOutcome> outcomes(List<SuiteItem> items, List<ModelResponse> responses) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> new ContainsScorer()
                        .score(items.get(i), responses.get(i).texts()))
                .toList();
    }

    /** One generated text an item. */
    public static ScoringInput input(List<SuiteItem> items, String... texts) {
        ArtifactRef file = ArtifactRef.of("any", "0".repeat(64), 1);
        EvaluationTask task = new EvaluationTask(
                new NeededModel(file, Optional.empty(), Optional.empty()),
                "lab",
                new SuiteRef("suite", SuiteKind.KNOWLEDGE_CONFLICT, "cf", items.size(), file),
                new ByArm(Arm.plain(24)),
                Optional.empty());
        List<ModelResponse> responses = IntStream.range(0, items.size())
                .mapToObj(i -> new ModelResponse(items.get(i).id(), List.of(texts[i]), List.of(), List.of()))
                .toList();
        return new ScoringInput(task, new SuiteSelection(items, items), responses, "");
    }
}
