package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.weights.AdapterConfig;
import java.util.ArrayList;
import java.util.List;

/** Which parameters a training session changes. */
public sealed interface FineTuning {

    /** The name in requests and files. */
    String id();

    /** All of them. */
    record Full() implements FineTuning {
        @Override
        public String id() {
            return "full";
        }
    }

    /**
     * The query and key projections of every layer. Where a family fuses them with the values, the value rows do not change
     * by a bit.
     */
    record QueryKeyOnly() implements FineTuning {
        @Override
        public String id() {
            return "qk_only";
        }
    }

    /**
     * Low-rank adapters beside frozen weights (Hu et al. 2021), as in peft: A (r, in) is initially uniform in
     * +-1/sqrt(in), B (out, r) is 0, and {@link #scale} times B A x is added.
     *
     * @param r rank, at least 1
     * @param alpha scale before division by r or its root, above 0
     * @param scaling whether alpha is divided by r or by its root
     * @param dropout share of the adapter's input that a training step sets to 0, in [0, 1)
     * @param targetModules names of the linear layers with adapters, such as {@code q_proj}; or one of
     *     {@value #AUTO} and {@value #ALL_LINEAR} alone
     */
    record Lora(int r, double alpha, AdapterConfig.Scaling scaling, double dropout, List<String> targetModules)
            implements FineTuning {

        /** peft's default for the family: queries and values. */
        public static final String AUTO = "auto";

        /** Every linear layer but the output head. */
        public static final String ALL_LINEAR = "all-linear";

        /** @throws IllegalArgumentException naming all faults */
        public Lora {
            List<String> faults = new ArrayList<>();
            if (r < 1) {
                faults.add("lora_r " + r + " is below 1");
            }
            if (!(alpha > 0 && Double.isFinite(alpha))) {
                faults.add("lora_alpha " + alpha + " is not a finite number above 0");
            }
            if (!(dropout >= 0 && dropout < 1)) {
                faults.add("lora_dropout " + dropout + " is outside [0, 1)");
            }
            if (targetModules.isEmpty()) {
                faults.add("lora_target_modules is empty; name modules, or " + AUTO + " or " + ALL_LINEAR);
            }
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", faults));
            }
            targetModules = List.copyOf(targetModules);
        }

        /** With alpha / r, the scale of the LoRA paper. */
        public Lora(int r, double alpha, double dropout, List<String> targetModules) {
            this(r, alpha, AdapterConfig.Scaling.ALPHA_OVER_RANK, dropout, targetModules);
        }

        /** The factor of the adapter's product. */
        public double scale() {
            return scaling.of(alpha, r);
        }

        @Override
        public String id() {
            return "lora";
        }
    }
}
