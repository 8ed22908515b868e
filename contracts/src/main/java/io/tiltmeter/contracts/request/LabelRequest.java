package io.tiltmeter.contracts.request;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * By which rule the rows of a source get their classes (Goyal et al., section 4).
 *
 * @param model the base model, as {@code run:<run id>} or {@code run:<run id>@<step>}
 * @param share of the rows with a context that are non-context-critical, in [0, 1]; by default 0.25
 * @param score {@code loss_without_context}, which is the default, or {@code loss_difference}
 */
public record LabelRequest(String model, Optional<Double> share, Optional<String> score) {
    /** The paper's share. */
    public static final double STANDARD_SHARE = 0.25;

    /** The paper's score. */
    public static final String STANDARD_SCORE = "loss_without_context";

    /** The same with its defaults spelt out. */
    public LabelRequest effective() {
        return new LabelRequest(
                model, Optional.of(share.orElse(STANDARD_SHARE)), Optional.of(score.orElse(STANDARD_SCORE)));
    }

    LabelRequest resolved(UnaryOperator<String> modelId) {
        return new LabelRequest(modelId.apply(model), share, score);
    }
}
