package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Mistral: weights and computation of Llama, with a sliding window. */
final class MistralFamily implements FamilyDefinition {

    private static final FamilyDefinition LLAMA = new LlamaFamily();

    @Override
    public String title() {
        return "Mistral";
    }

    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public String architecture() {
        return "MistralForCausalLM";
    }

    @Override
    public String script() {
        return LLAMA.script();
    }

    @Override
    public ModelConfig read(HuggingFaceConfig config) {
        return LlamaFamily.read(config, config.json().optional("sliding_window", ModelConfig.NO_WINDOW));
    }

    @Override
    public void write(ModelConfig config, ObjectNode json) {
        LlamaFamily.writeShared(config, json);
        if (config.slidingWindow() == ModelConfig.NO_WINDOW) {
            json.putNull("sliding_window");
        } else {
            json.put("sliding_window", config.slidingWindow());
        }
    }

    @Override
    public String embedding() {
        return LLAMA.embedding();
    }

    @Override
    public String head() {
        return LLAMA.head();
    }

    @Override
    public List<Weight> layer(ModelConfig config, int layer) {
        return LLAMA.layer(config, layer);
    }

    @Override
    public List<Weight> lastNorm(ModelConfig config) {
        return LLAMA.lastNorm(config);
    }

    @Override
    public boolean isBuffer(String tensor) {
        return LLAMA.isBuffer(tensor);
    }
}
