package io.tiltmeter.languagemodel.weights;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Element types of the safetensors format with a known size, all little-endian. Weights are read from {@link #F32},
 * {@link #F16} and {@link #BF16}; a file may contain tensors of other types that are not weights.
 */
public enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    F8_E4M3(1),
    F8_E5M2(1),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /** Whether weights can have this type. */
    public boolean isWeight() {
        return this == F32 || this == F16 || this == BF16;
    }

    static ElementType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidSafetensorsException(
                        "dtype '" + UntrustedJson.brief(name) + "' is not supported; supported: "
                                + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
