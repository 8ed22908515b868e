package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * peft's {@code adapter_config.json} of a LoRA adapter (Hu et al. 2021): the weight W of a module becomes W + scale * B A.
 *
 * @param rank r, in [1, {@value #MAX_RANK}]
 * @param alpha finite and above 0; a whole number in peft
 * @param scaling how the scale follows from alpha and rank
 * @param dropout probability in [0, 1) that training sets an input of A to 0
 * @param targets the modules that have an adapter
 * @param baseModel the adapted model; free text, empty if unknown
 */
public record AdapterConfig(
        int rank, double alpha, Scaling scaling, double dropout, Targets targets, String baseModel) {

    public static final String FILE = "adapter_config.json";

    /** Above any in use; A and B would be larger than most W. */
    public static final int MAX_RANK = 65_536;

    public enum Scaling {
        /** alpha / r, of the LoRA paper. */
        ALPHA_OVER_RANK {
            @Override
            public double of(double alpha, int rank) {
                return alpha / rank;
            }
        },
        /** alpha / sqrt(r), peft's {@code use_rslora} (Kalajdzievski 2023). */
        ALPHA_OVER_ROOT_OF_RANK {
            @Override
            public double of(double alpha, int rank) {
                return alpha / Math.sqrt(rank);
            }
        };

        /** The factor of B A. */
        public abstract double of(double alpha, int rank);
    }

    /** Which modules are adapted. */
    public sealed interface Targets {

        /** @param module full name, such as {@code model.layers.0.self_attn.q_proj} */
        boolean include(String module);

        /** Modules whose name equals one of these or ends with a dot and one of these. */
        record Named(List<String> names) implements Targets {

            public Named {
                names = List.copyOf(names);
            }

            @Override
            public boolean include(String module) {
                return names.stream().anyMatch(name -> module.equals(name) || module.endsWith("." + name));
            }
        }

        /** Every linear module but the output head. */
        record AllLinear() implements Targets {

            @Override
            public boolean include(String module) {
                return Arrays.stream(Family.values()).noneMatch(family -> module.equals(family.head()));
            }
        }
    }

    public AdapterConfig {
        List<String> faults = new ArrayList<>();
        if (rank < 1 || rank > MAX_RANK) {
            faults.add("r " + rank + " is outside [1, " + MAX_RANK + "]");
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            faults.add("lora_alpha " + alpha + " is not a number above 0");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            faults.add("lora_dropout " + dropout + " is outside [0, 1)");
        }
        if (targets instanceof Targets.Named named
                && (named.names().isEmpty() || named.names().stream().anyMatch(String::isBlank))) {
            faults.add("target_modules " + named.names() + " has no name, or a blank one");
        }
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException(FILE, faults);
        }
    }

    /** The factor of B A. */
    public double scale() {
        return scaling.of(alpha, rank);
    }

    /** @throws UnsupportedModelException with all faults of the file */
    public static AdapterConfig read(Path folder) throws IOException {
        return AdapterConfigFile.read(folder.resolve(FILE));
    }

    /** Writes the file with the fields of peft 0.9 into an existing folder. */
    public void write(Path folder) throws IOException {
        AdapterConfigFile.write(this, folder.resolve(FILE));
    }
}
