package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import io.tiltmeter.languagemodel.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The library that multiplies float32 matrices. PyTorch itself uses MKL, which uses half the vector width on AMD processors;
 * oneDNN uses all of it, but copies in and out. Both record gradients. The choice depends on the machine alone, never on a
 * measurement, so that runs repeat.
 */
public enum MatrixProducts {
    /** {@code torch.linear}: MKL on x86 processors, cuBLAS on GPUs. */
    TORCH("""
          return torch.linear(x, w)
        """),
    /**
     * oneDNN, called directly where no gradient is recorded. Otherwise large products are computed as a convolution with a
     * window of one pixel, which needs no copy; its dilation has no effect, but without it PyTorch does not use oneDNN for a
     * single image. Small ones use oneDNN's own tensor layout, with a copy in and one out.
     */
    ONEDNN("""
          if not torch.is_grad_enabled():
            return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")
          N = torch.numel(x) // torch.size(x, -1)
          if N >= 2048 and torch.size(w, 0) >= 256 and torch.size(w, 1) >= 256:
            image = torch.permute(torch.reshape(x, [1, 1, N, torch.size(x, -1)]), [0, 3, 1, 2])
            y = torch.conv2d(image, torch.unsqueeze(torch.unsqueeze(w, -1), -1), None, [1, 1], [0, 0], [2, 2], 1)
            size = torch.add(torch.slice(torch.size(x), 0, -1, 1), [torch.size(w, 0)])
            return torch.reshape(torch.permute(y, [0, 2, 3, 1]), size)
          return torch.to_dense(torch.mkldnn_linear(torch.to_mkldnn(x), w))
        """);

    /** System property {@code torch} or {@code onednn}, instead of the choice by processor. */
    public static final String PROPERTY = "tiltmeter.matrix-products";

    /** PyTorch itself uses oneDNN for bfloat16; float32 masters are narrowed first. */
    private static final String BFLOAT16 = "  return torch.linear(torch.to(x, 15), torch.to(w, 15))";

    private static final int ZEN_5_FAMILY = 26;

    private final String float32;

    MatrixProducts(String float32) {
        this.float32 = float32.stripTrailing();
    }

    /** Body of a TorchScript method that multiplies x (..., in) by w (out, in) transposed. */
    String body(Precision compute) {
        return compute == Precision.FLOAT32 ? float32 : BFLOAT16;
    }

    /** The choice for a device. @throws IllegalArgumentException if the property has another value */
    static MatrixProducts on(Device device) {
        return device.isGpu() ? TORCH : ofThisMachine();
    }

    /** The choice for the processor. @throws IllegalArgumentException if the property has another value */
    public static MatrixProducts ofThisMachine() {
        List<String> cpuinfo = cpuinfo();
        String name = System.getProperty(PROPERTY, isAmd(cpuinfo) && !isOneDnnWrong(cpuinfo) ? "onednn" : "torch");
        return switch (name) {
            case "torch" -> TORCH;
            case "onednn" -> ONEDNN;
            default ->
                throw new IllegalArgumentException(PROPERTY + " '" + name + "' is unknown; known: torch, onednn");
        };
    }

    /** Whether oneDNN of PyTorch 2.7 is wrong: with AVX-512 it computes some products of its own layout so on Zen 5. */
    static boolean isOneDnnWrong(List<String> cpuinfo) {
        return isAmd(cpuinfo)
                && valueOf("cpu family", cpuinfo)
                        .filter(family -> Integer.parseInt(family) >= ZEN_5_FAMILY)
                        .isPresent();
    }

    private static boolean isAmd(List<String> cpuinfo) {
        return valueOf("vendor_id", cpuinfo).filter("AuthenticAMD"::equals).isPresent();
    }

    /** Lines of Linux' description of the processors; elsewhere none, since no difference is known. */
    static List<String> cpuinfo() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo"));
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    private static Optional<String> valueOf(String field, List<String> cpuinfo) {
        return cpuinfo.stream()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(field))
                .map(parts -> parts[1].strip())
                .findFirst();
    }
}
