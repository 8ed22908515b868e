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

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
