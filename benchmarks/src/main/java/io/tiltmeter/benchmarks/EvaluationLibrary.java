package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.ArmReading;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.evaluation.Kept;
import io.tiltmeter.evaluator.evaluation.LikelihoodReading;
import io.tiltmeter.evaluator.evaluation.SuiteReader;
import io.tiltmeter.evaluator.evaluation.TaskScoring;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The work of an evaluator without the service: a model is loaded and evaluated by the default plan. */
final class EvaluationLibrary {
    /** The defaults of the service. */
    private static final BatchPolicy BATCHES = new BatchPolicy(8192, 64);

    private EvaluationLibrary() {}

    /** Outcomes by scorer. */
    static Map<String, List<ItemOutcome>> evaluate(Path model, List<SuiteItem> items) {
        Arm arm = EvaluationPlan.DEFAULT.arms().get(0);
        SuiteReader reader = new SuiteReader(BATCHES, Kept.nothing(), done -> false);
        try (AnsweringModel answering = AnsweringModel.load(model)) {
            List<ItemReading> answers = new ArmReading(answering, EvaluationInputs.TEMPLATE, arm).read(items, reader);
            List<ItemReading> likelihoods =
                    new LikelihoodReading(answering, EvaluationInputs.TEMPLATE).bothAnswers(arm, items, reader);
            Map<String, List<ItemOutcome>> outcomes = new LinkedHashMap<>();
            for (String scorer : List.of(EvaluationPlan.CONTAINS, EvaluationPlan.FIRST_MENTION)) {
                outcomes.put(scorer, TaskScoring.texts(scorer, items, answers));
            }
            outcomes.put(
                    EvaluationPlan.LOGPROB,
                    TaskScoring.likelihoods(EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS, items, likelihoods));
            return outcomes;
        }
    }
}
