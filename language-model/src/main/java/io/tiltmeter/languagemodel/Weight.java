package io.tiltmeter.languagemodel;

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

    /** @param module name without {@code .weight} */
    static Weight matrix(String module, WeightRole role, long out, long in) {
        return new Weight(module + ".weight", role, List.of(out, in));
    }

    static Weight norm(String module, long size) {
        return new Weight(module + ".weight", WeightRole.NORM, List.of(size));
    }

    static Weight bias(String module, WeightRole role, long size) {
        return new Weight(module + ".bias", role, List.of(size));
    }

    /** Its linear layer, as adapters name it: the name without {@code .weight}. */
    public String module() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
