package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import java.util.List;

/**
 * What a model gave for one item, before any scorer has judged it.
 *
 * @param itemId the item
 * @param texts what it generated; or the texts whose likelihoods were asked, where scorers need to know them
 * @param likelihoods of the continuations it was asked about, in their order; none if it was asked for texts, or if the
 *     item has nothing to ask about
 * @param greedy for each of these, whether every token was the model's first choice
 */
public record ItemReading(String itemId, List<String> texts, List<AnswerLikelihood> likelihoods, List<Boolean> greedy) {
    public ItemReading {
        texts = texts == null ? List.of() : List.copyOf(texts);
        likelihoods = likelihoods == null ? List.of() : List.copyOf(likelihoods);
        greedy = greedy == null ? List.of() : List.copyOf(greedy);
    }

    static ItemReading ofTexts(String itemId, List<String> texts) {
        return new ItemReading(itemId, texts, List.of(), List.of());
    }

    /** The same with these texts. */
    ItemReading of(List<String> others) {
        return new ItemReading(itemId, others, likelihoods, greedy);
    }
}
