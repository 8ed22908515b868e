package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.ItemClass;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import java.util.List;
import java.util.Map;

/**
 * The loss of the items of standard suites, which no finetuning has, by the class that they would have as examples (Goyal et
 * al., section 4): the mean negative log-probability of the answer's tokens, in nats a token, under the name of the class.
 */
public final class ClassLossScorer implements Scorer {

    @Override
    public String name() {
        return EvaluationPlan.CLASS_LOSSES;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public boolean isProbe() {
        return true;
    }

    @Override
    public ResponseKind input() {
        return ResponseKind.TARGETS;
    }

    @Override
    public List<ItemOutcome> score(ScoringInput input) {
        return input.each(ClassLossScorer::outcome);
    }

    private static ItemOutcome outcome(SuiteItem item, ModelResponse response) {
        ExampleClass of = ItemClass.of(item);
        if (of == ExampleClass.UNLABELLED || response.likelihoods().isEmpty()) {
            return ItemOutcome.measured(item, Map.of()).withNote("the item has no answer, or a context without it");
        }
        double lossNats = -response.likelihoods().get(0).meanNats();
        return Double.isFinite(lossNats)
                ? ItemOutcome.measured(item, Map.of(ItemClass.name(of), lossNats))
                : ItemOutcome.measured(item, Map.of()).withNote("the model gives the answer no finite likelihood");
    }
}
