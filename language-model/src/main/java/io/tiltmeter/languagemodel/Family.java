package io.tiltmeter.languagemodel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Families of decoder-only models that have a TorchScript text, by their names in Hugging Face's {@code config.json}. */
public enum Family {
    /** Touvron et al. 2023: RMS norm, rotary halves, gated feed-forward, grouped queries. */
    LLAMA("llama", "LlamaForCausalLM"),
    /** Jiang et al. 2023: Llama with a sliding window. */
    MISTRAL("mistral", "MistralForCausalLM"),
    /** Black et al. 2022, Pythia: layer norm, biases, partial rotary, fused queries, keys and values. */
    GPT_NEOX("gpt_neox", "GPTNeoXForCausalLM");

    private final String modelType;
    private final String architecture;

    Family(String modelType, String architecture) {
        this.modelType = modelType;
        this.architecture = architecture;
    }

    /** {@code model_type} of config.json. */
    public String modelType() {
        return modelType;
    }

    /** The one entry of {@code architectures} in config.json. */
    public String architecture() {
        return architecture;
    }

    static Optional<Family> ofModelType(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst();
    }

    static List<String> modelTypes() {
        return Arrays.stream(values()).map(Family::modelType).toList();
    }

    static List<String> architectures() {
        return Arrays.stream(values()).map(Family::architecture).toList();
    }
}
