package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.SpecialTokens;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.weights.Adapter;
import io.tiltmeter.languagemodel.weights.TensorEntry;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a folder holds and what is wrong with it, without loading the weights. */
final class ModelInfo {

    private final Path folder;
    private final List<String> faults = new ArrayList<>();
    private final ObjectNode json = JsonLines.object();

    private ModelInfo(Path folder) {
        this.folder = folder;
    }

    /** All faults of configuration, weights, tokenizer and adapter; empty if the folder can be used. */
    List<String> faults() {
        return faults;
    }

    ObjectNode json() {
        return json;
    }

    static ModelInfo of(Path folder, Optional<Path> adapter) {
        ModelInfo info = new ModelInfo(folder);
        info.json.put("folder", folder.toString());
        Optional<ModelConfig> config = info.config();
        info.weights(config);
        info.tokenizer();
        if (adapter.isPresent() && config.isPresent()) {
            info.adapter(adapter.get(), config.get());
        }
        ObjectNode supported = info.json.putObject("supported");
        ArrayNode families = supported.putArray("families");
        for (Family family : Family.values()) {
            families.add(family.modelType() + " (" + family.architecture() + ")");
        }
        ArrayNode dtypes = supported.putArray("dtypes");
        for (Precision precision : Precision.values()) {
            dtypes.add(precision.id());
        }
        ArrayNode templates = supported.putArray("templates");
        for (PromptTemplate template : PromptTemplate.values()) {
            templates.add(template.id());
        }
        info.faults.forEach(info.json.putArray("faults")::add);
        return info;
    }

    private Optional<ModelConfig> config() {
        try {
            ModelConfig config = ModelConfig.read(folder);
            json.put("family", config.family().modelType());
            json.put("architecture", config.family().architecture());
            json.put(
                    "parameters",
                    WeightLayout.of(config).stream().mapToLong(Weight::elements).sum());
            ObjectNode shown = json.putObject("config")
                    .put("hidden_size", config.hiddenSize())
                    .put("intermediate_size", config.intermediateSize())
                    .put("num_hidden_layers", config.numHiddenLayers())
                    .put("num_attention_heads", config.numAttentionHeads())
                    .put("num_key_value_heads", config.numKeyValueHeads())
                    .put("head_dim", config.headDim())
                    .put("vocab_size", config.vocabSize())
                    .put("max_position_embeddings", config.maxPositionEmbeddings())
                    .put("norm_eps", config.normEps())
                    .put("rope_theta", config.rotary().theta())
                    .put("rotary_dimensions", config.rotary().dimensions())
                    .put("rope_scaling", config.rotary().scaling().ropeType())
                    .put("sliding_window", config.slidingWindow())
                    .put("residual", config.residual().name().toLowerCase(Locale.ROOT))
                    .put("tie_word_embeddings", config.tieWordEmbeddings());
            ArrayNode ends = shown.putArray("eos_token_ids");
            config.eosTokenIds().forEach(ends::add);
            return Optional.of(config);
        } catch (UnsupportedModelException e) {
            faults.addAll(e.faults());
            return Optional.empty();
        }
    }

    private void weights(Optional<ModelConfig> config) {
        try (WeightFiles files = WeightFiles.open(folder)) {
            Map<String, Integer> types = new TreeMap<>();
            long bytes = 0;
            for (TensorEntry tensor : files.tensors().values()) {
                types.merge(tensor.type().name(), 1, Integer::sum);
                bytes += tensor.bytes();
            }
            ArrayNode names = json.putArray("files");
            files.paths().forEach(file -> names.add(file.getFileName().toString()));
            json.put("bytes", bytes);
            ObjectNode tensors = json.putObject("tensors");
            types.forEach(tensors::put);
            config.ifPresent(known -> ModelFolder.check(folder, known));
        } catch (UnsupportedModelException e) {
            faults.addAll(e.faults());
        } catch (IOException e) {
            faults.add("the weights cannot be read: " + e.getMessage());
        }
    }

    private void tokenizer() {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.exists(file)) {
            json.putNull("tokenizer");
            return;
        }
        try (Tokenizer tokenizer = Tokenizer.load(file)) {
            ObjectNode found = json.putObject("tokenizer").put("vocabulary", tokenizer.vocabularySize());
            SpecialTokens tokens = tokenizer.specialTokens();
            ObjectNode special = found.putObject("special_tokens");
            tokens.tokens().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(token -> special.putObject(token.getKey().name().toLowerCase(Locale.ROOT))
                            .put("text", token.getValue().text())
                            .put("id", token.getValue().id()));
            found.put("adds_beginning", tokens.addsBeginning() == Adds.YES);
            found.put("adds_end", tokens.addsEnd() == Adds.YES);
            ArrayNode stops = found.putArray("stop_ids");
            tokens.stopIds().forEach(stops::add);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
    }

    private void adapter(Path adapterFolder, ModelConfig config) {
        try {
            Adapter adapter = Adapter.read(adapterFolder, WeightLayout.projections(config));
            ArrayNode modules = json.putObject("adapter")
                    .put("folder", adapterFolder.toString())
                    .put("r", adapter.config().rank())
                    .put("lora_alpha", adapter.config().alpha())
                    .put("scale", adapter.config().scale())
                    .putArray("modules");
            adapter.pairs().keySet().forEach(modules::add);
        } catch (UnsupportedModelException e) {
            faults.addAll(e.faults());
        } catch (IOException e) {
            faults.add("the adapter cannot be read: " + e.getMessage());
        }
    }
}
