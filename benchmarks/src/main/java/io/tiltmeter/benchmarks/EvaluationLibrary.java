package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.AnswerGeneration;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ByArm;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.LikelihoodScoring;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.NeededModel;
import io.tiltmeter.evaluator.evaluation.PromptRunner;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.SavedResponses;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.scorer.FirstMentionScorer;
import io.tiltmeter.evaluator.scorer.LogprobScorer;
import io.tiltmeter.evaluator.scorer.Scorer;
import io.tiltmeter.evaluator.scorer.ScoringInput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The work of an evaluator without the service: a model is loaded and evaluated by the default plan. */
final class EvaluationLibrary {
    /** The defaults of the service. */
    private static final BatchPolicy BATCHES = new BatchPolicy(8192, 64);

    private EvaluationLibrary() {}

    /** Outcomes by scorer. */
    static Map<String, List<ItemOutcome>> evaluate(Path model, List<SuiteItem> items) {
        Arm arm = EvaluationPlan.DEFAULT.arms().get(0);
        PromptRunner runner = new PromptRunner(BATCHES, SavedResponses.none(), done -> false);
        try (AnsweringModel answering = AnsweringModel.load(model)) {
            List<ModelResponse> answers =
                    new AnswerGeneration(answering, EvaluationInputs.TEMPLATE, arm).generate(items, runner);
            List<ModelResponse> likelihoods =
                    new LikelihoodScoring(answering, EvaluationInputs.TEMPLATE).bothAnswers(arm, items, runner);
            ArtifactRef any = ArtifactRef.of("any", "0".repeat(64), 0);
            EvaluationTask task = new EvaluationTask(
                    new NeededModel(any, Optional.empty(), Optional.empty()),
                    EvaluationInputs.TEMPLATE,
                    new SuiteRef("any", SuiteKind.KNOWLEDGE_CONFLICT, "cf_lab", items.size(), any),
                    new ByArm(arm),
                    Optional.empty());
            SuiteSelection selection = new SuiteSelection(items, items);
            Map<String, List<ItemOutcome>> outcomes = new LinkedHashMap<>();
            for (Scorer scorer : List.of(new ContainsScorer(), new FirstMentionScorer(), new LogprobScorer())) {
                List<ModelResponse> responses = scorer.input() == ResponseKind.ANSWERS ? answers : likelihoods;
                outcomes.put(scorer.name(), scorer.score(new ScoringInput(task, selection, responses, "")));
            }
            return outcomes;
        }
    }
}
