package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The share of attention on an item's context at the position that predicts the answer (figure 3b of Goyal et al., ICLR 2025):
 * {@code layer_0} and so on, mean over heads, and their {@value #MEAN} over layers, each in [0, 1].
 */
public final class AttentionScorer implements Scorer {
    static final String MEAN = "mean";

    @Override
    public String name() {
        return EvaluationPlan.ATTENTION;
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
        return ResponseKind.ATTENTION;
    }

    @Override
    public List<ItemOutcome> score(ScoringInput input) {
        return input.each(AttentionScorer::outcome);
    }

    private static ItemOutcome outcome(SuiteItem item, ModelResponse response) {
        List<Double> shares = response.values();
        double mean = shares.stream().mapToDouble(share -> share).average().orElse(Double.NaN);
        if (!Double.isFinite(mean)) {
            return ItemOutcome.measured(item, Map.of()).withNote("the model's attention is not finite");
        }
        Map<String, Double> values = new TreeMap<>(Map.of(MEAN, mean));
        for (int layer = 0; layer < shares.size(); layer++) {
            values.put("layer_" + layer, shares.get(layer));
        }
        return ItemOutcome.measured(item, values);
    }
}
