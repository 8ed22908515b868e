package io.tiltmeter.evaluator.evaluation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import java.util.List;
import java.util.Optional;

/**
 * What a model gave for one item, before any scorer has judged it.
 *
 * @param texts what it generated; or the texts whose likelihoods were computed, where scorers need to know them
 * @param likelihoods of the continuations, in their order; none if texts were generated, or if the item has no
 *     continuations
 * @param greedy for each of these, whether every token was the model's first choice
 * @param shortfall if the model had too few positions for the whole prompt, or the item has nothing to measure
 * @param values that were measured inside the model, such as attention by layer; none of other kinds of responses
 */
public record ModelResponse(
        String itemId,
        List<String> texts,
        List<AnswerLikelihood> likelihoods,
        List<Boolean> greedy,
        Optional<Shortfall> shortfall,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> values) {

    /** What became of a prompt that is too long for the model. */
    public enum Shortfall {
        /** Its left was cut off, as lm-evaluation-harness does. */
        @JsonProperty("cut")
        CUT,
        /** There is no room for it: the item has no response and no outcome. */
        @JsonProperty("left_out")
        LEFT_OUT
    }

    public ModelResponse {
        texts = texts == null ? List.of() : List.copyOf(texts);
        likelihoods = likelihoods == null ? List.of() : List.copyOf(likelihoods);
        greedy = greedy == null ? List.of() : List.copyOf(greedy);
        shortfall = shortfall == null ? Optional.empty() : shortfall;
        values = values == null ? List.of() : List.copyOf(values);
    }

    /** To a prompt that was read whole. */
    public ModelResponse(String itemId, List<String> texts, List<AnswerLikelihood> likelihoods, List<Boolean> greedy) {
        this(itemId, texts, likelihoods, greedy, Optional.empty(), List.of());
    }

    static ModelResponse ofTexts(String itemId, List<String> texts) {
        return new ModelResponse(itemId, texts, List.of(), List.of());
    }

    static ModelResponse ofValues(String itemId, List<Double> values) {
        return new ModelResponse(itemId, List.of(), List.of(), List.of(), Optional.empty(), values);
    }

    static ModelResponse leftOut(String itemId) {
        return new ModelResponse(itemId, List.of(), List.of(), List.of(), Optional.of(Shortfall.LEFT_OUT), List.of());
    }

    /** Whether the item has no outcome. */
    @JsonIgnore
    public boolean isLeftOut() {
        return shortfall.equals(Optional.of(Shortfall.LEFT_OUT));
    }

    /** The same with these texts. */
    ModelResponse withTexts(List<String> others) {
        return new ModelResponse(itemId, others, likelihoods, greedy, shortfall, values);
    }

    /** The same to a prompt that was cut. */
    ModelResponse asCut() {
        return new ModelResponse(itemId, texts, likelihoods, greedy, Optional.of(Shortfall.CUT), values);
    }
}
