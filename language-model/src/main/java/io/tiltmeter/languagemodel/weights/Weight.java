package io.tiltmeter.languagemodel.weights;

import java.util.List;

/**
 * One weight of a model.
 *
 * @param name as in Hugging Face's files
 * @param shape (out, in) for a matrix
 */
public record Weight(String name, WeightRole role, List<Long> shape) {

    public Weight {
        shape = List.copyOf(shape);
    }

    /** The linear layer that it belongs to, as adapters name it: the name without {@code .weight}. */
    public String module() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
