package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import java.util.List;

/** A scorer that judges each generated text by itself. */
public interface TextScorer extends Scorer {

    /** Which answers one generated text gives; any text has a judgement. */
    JudgedAnswer judge(SuiteItem item, String generated);

    /** The outcome of an item. @param generated its texts in the order they were drawn, at least one */
    default ItemOutcome score(SuiteItem item, List<String> generated) {
        return ItemOutcome.of(
                item, generated.stream().map(text -> judge(item, text)).toList());
    }

    @Override
    default ResponseKind input() {
        return ResponseKind.ANSWERS;
    }

    @Override
    default List<ItemOutcome> score(ScoringInput input) {
        return input.each((item, response) -> score(item, response.texts()));
    }
}
