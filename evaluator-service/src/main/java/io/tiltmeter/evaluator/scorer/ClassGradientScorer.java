package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.languagemodel.inference.GradientComparison;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a training step on each class of examples moves a conflict suite ({@link
 * io.tiltmeter.evaluator.evaluation.GradientProbe}): an outcome for each class, with {@code <class>_norm}, {@code
 * <class>_product}, {@code <class>_cosine} (absent if a gradient is 0), {@code <class>_items} and {@code margin_norm}.
 */
public final class ClassGradientScorer implements Scorer {

    @Override
    public String name() {
        return EvaluationPlan.CLASS_GRADIENTS;
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
        return ResponseKind.GRADIENTS;
    }

    @Override
    public List<ItemOutcome> score(ScoringInput input) {
        return input.responses().stream()
                .filter(response -> !response.isLeftOut())
                .map(ClassGradientScorer::outcome)
                .toList();
    }

    private static ItemOutcome outcome(ModelResponse response) {
        String name = response.itemId();
        GradientComparison found = new GradientComparison(
                response.values().get(0),
                response.values().get(1),
                response.values().get(2));
        Map<String, Double> values = new TreeMap<>();
        values.put(name + "_norm", found.norm());
        values.put("margin_norm", found.referenceNorm());
        values.put(name + "_product", found.product());
        values.put(name + "_items", response.values().get(3));
        if (Double.isFinite(found.cosine())) {
            values.put(name + "_cosine", found.cosine());
        }
        return ItemOutcome.measured(name, name, values);
    }
}
