package io.tiltmeter.languagemodel.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Which library multiplies float32 matrices. PyTorch's own choice is MKL, which uses half the vector width on AMD
 * processors; oneDNN uses all of it, at the price of copying in and out. Both record gradients. The choice depends on
 * the machine alone, never on a measurement, so that runs repeat.
 */
public enum MatrixProducts {
    /** {@code torch.linear}: MKL on x86 processors, cuBLAS on GPUs. */
    TORCH("torch.linear(x, w)"),
    /** oneDNN by way of its own tensor layout. */
    ONEDNN("torch.to_dense(torch.mkldnn_linear(torch.to_mkldnn(x), w))");

    /** System property: {@code torch} or {@code onednn} instead of the choice by processor. */
    public static final String PROPERTY = "tiltmeter.matrix-products";

    private final String expression;

    MatrixProducts(String expression) {
        this.expression = expression;
    }

    /** TorchScript for x (..., in) times w (out, in) transposed. */
    String expression() {
        return expression;
    }

    /** @throws IllegalArgumentException if the property names neither */
    public static MatrixProducts ofThisMachine() {
        String wanted = System.getProperty(PROPERTY, isAmd() ? "onednn" : "torch");
        return switch (wanted) {
            case "torch" -> TORCH;
            case "onednn" -> ONEDNN;
            default ->
                throw new IllegalArgumentException(PROPERTY + " '" + wanted + "' is unknown; known: torch, onednn");
        };
    }

    private static boolean isAmd() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(line -> line.startsWith("vendor_id") && line.contains("AuthenticAMD"));
        } catch (IOException e) {
            return false; // no Linux, no difference known
        }
    }
}
