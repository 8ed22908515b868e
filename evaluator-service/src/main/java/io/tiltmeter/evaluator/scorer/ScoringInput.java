package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * What a scorer judges.
 *
 * @param task what the model was evaluated on
 * @param items of the suite
 * @param responses one a selected item, in their order; those of items that are left out have no outcome
 * @param settings {@link Scorer#settings}
 */
public record ScoringInput(EvaluationTask task, SuiteSelection items, List<ModelResponse> responses, String settings) {

    /** The outcomes of a rule that judges each item by itself. */
    public List<ItemOutcome> each(BiFunction<SuiteItem, ModelResponse, ItemOutcome> rule) {
        List<SuiteItem> selected = items.selected();
        return IntStream.range(0, selected.size())
                .filter(i -> !responses.get(i).isLeftOut())
                .mapToObj(i -> rule.apply(selected.get(i), responses.get(i)))
                .toList();
    }
}
