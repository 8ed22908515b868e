package io.tiltmeter.languagemodel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Families of decoder-only models that can be computed; {@link FamilyDefinition} lists what differs. */
public enum Family {
    /** Touvron et al. 2023: RMS norm, rotary halves, gated feed-forward, grouped queries. */
    LLAMA(new LlamaFamily()),
    /** Jiang et al. 2023: Llama with a sliding window. */
    MISTRAL(new MistralFamily()),
    /** Black et al. 2022, Pythia: layer norm, biases, partial rotary, fused queries, keys and values. */
    GPT_NEOX(new GptNeoxFamily());

    private final FamilyDefinition definition;

    Family(FamilyDefinition definition) {
        this.definition = definition;
    }

    FamilyDefinition definition() {
        return definition;
    }

    /** {@code model_type} of config.json. */
    public String modelType() {
        return definition.modelType();
    }

    /** The one entry of {@code architectures} in config.json. */
    public String architecture() {
        return definition.architecture();
    }

    /** Name of the family's TorchScript text, without its ending. */
    public String script() {
        return definition.script();
    }

    /** Name of the output head in the family's weights, without {@code .weight}. */
    public String head() {
        return definition.head();
    }

    /** The families in messages: {@code Llama, Mistral or GPT-NeoX}. */
    public static String titles() {
        List<String> titles =
                Arrays.stream(values()).map(family -> family.definition.title()).toList();
        int last = titles.size() - 1;
        return String.join(", ", titles.subList(0, last)) + " or " + titles.get(last);
    }

    /** The family of this {@code model_type}. */
    public static Optional<Family> ofModelType(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType().equals(modelType))
                .findFirst();
    }

    static List<String> modelTypes() {
        return Arrays.stream(values()).map(Family::modelType).toList();
    }

    static List<String> architectures() {
        return Arrays.stream(values()).map(Family::architecture).toList();
    }
}
