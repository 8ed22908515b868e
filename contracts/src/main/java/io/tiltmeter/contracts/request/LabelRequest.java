package io.tiltmeter.contracts.request;

import java.util.function.UnaryOperator;

/**
 * By which rule the rows of a source get their classes (Goyal et al., section 4).
 *
 * @param model the base model, as {@code run:<run id>} or {@code run:<run id>@<step>}
 * @param share of the rows with a context that are non-context-critical, in [0, 1]
 * @param score what rows are ordered by: {@code loss_without_context} or {@code loss_difference}
 */
public record LabelRequest(String model, double share, String score) {
    LabelRequest resolved(UnaryOperator<String> modelId) {
        return new LabelRequest(modelId.apply(model), share, score);
    }
}
