package io.tiltmeter.languagemodel.weights;

import java.util.List;

/**
 * Position of one tensor in a safetensors file; its extent matches its shape.
 *
 * @param shape dimensions, outermost first; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
public record TensorEntry(String name, ElementType type, List<Long> shape, long begin, long end) {

    public TensorEntry {
        shape = List.copyOf(shape);
        if (begin < 0 || end < begin) {
            throw new InvalidSafetensorsException("tensor '" + UntrustedJson.brief(name) + "' has the extent [" + begin
                    + ", " + end + "), which is impossible");
        }
        long expected = Math.multiplyExact(elements(name, shape), type.bytes());
        if (expected != end - begin) {
            throw new InvalidSafetensorsException(
                    "tensor '" + UntrustedJson.brief(name) + "' of shape " + shape + " and type " + type + " needs "
                            + expected + " bytes, its extent [" + begin + ", " + end + ") has " + (end - begin));
        }
    }

    public long elements() {
        return elements(name, shape);
    }

    /** Size of its data. */
    public long bytes() {
        return end - begin;
    }

    /** Size of a piece of at most {@code maxBytes}: whole rows where a row fits, whole elements otherwise; at least 1. */
    long pieceBytes(long maxBytes) {
        long row = shape.isEmpty() || shape.get(0) == 0 ? type.bytes() : Math.max(type.bytes(), bytes() / shape.get(0));
        long unit = row <= maxBytes ? row : type.bytes();
        return maxBytes / unit * unit;
    }

    private static long elements(String name, List<Long> shape) {
        long elements = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new InvalidSafetensorsException(
                        "tensor '" + UntrustedJson.brief(name) + "' has a negative size in its shape " + shape);
            }
            try {
                elements = Math.multiplyExact(elements, size);
                Math.multiplyExact(elements, 8L);
            } catch (ArithmeticException e) {
                throw new InvalidSafetensorsException(
                        "tensor '" + UntrustedJson.brief(name) + "' of shape " + shape + " is too large", e);
            }
        }
        return elements;
    }
}
