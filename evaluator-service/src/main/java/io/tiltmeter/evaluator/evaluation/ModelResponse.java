package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import java.util.List;

/**
 * What a model gave for one item, before any scorer has judged it.
 *
 * @param texts what it generated; or the texts whose likelihoods were computed, where scorers need to know them
 * @param likelihoods of the continuations, in their order; none if texts were generated, or if the item has no
 *     continuations
 * @param greedy for each of these, whether every token was the model's first choice
 */
public record ModelResponse(
        String itemId, List<String> texts, List<AnswerLikelihood> likelihoods, List<Boolean> greedy) {
    public ModelResponse {
        texts = texts == null ? List.of() : List.copyOf(texts);
        likelihoods = likelihoods == null ? List.of() : List.copyOf(likelihoods);
        greedy = greedy == null ? List.of() : List.copyOf(greedy);
    }

    static ModelResponse ofTexts(String itemId, List<String> texts) {
        return new ModelResponse(itemId, texts, List.of(), List.of());
    }

    /** The same with these texts. */
    ModelResponse withTexts(List<String> others) {
        return new ModelResponse(itemId, others, likelihoods, greedy);
    }
}
