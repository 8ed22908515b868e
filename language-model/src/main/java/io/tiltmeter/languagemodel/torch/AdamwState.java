package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Parameters with the same weight decay, and AdamW's state of each.
 *
 * @param steps (1) float32 each, number of steps taken
 */
public record AdamwState(
        List<NDArray> parameters, List<NDArray> firstMoments, List<NDArray> secondMoments, List<NDArray> steps) {

    public AdamwState {
        parameters = List.copyOf(parameters);
        firstMoments = List.copyOf(firstMoments);
        secondMoments = List.copyOf(secondMoments);
        steps = List.copyOf(steps);
    }
}
