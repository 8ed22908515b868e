package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.InvalidSafetensorsException;
import io.tiltmeter.languagemodel.weights.LlamaWeights;
import io.tiltmeter.languagemodel.weights.SafetensorsFile;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import io.tiltmeter.languagemodel.weights.TensorEntry;
import io.tiltmeter.languagemodel.weights.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Weights between native memory and a Hugging Face folder. */
public final class ModelFolder {

    public static final String WEIGHTS = "model.safetensors";

    /** Key of the steps taken in the metadata of the weights. */
    public static final String STEPS = "steps_taken";

    private ModelFolder() {}

    /**
     * Reads the weights of a configuration, in the order of {@link LlamaWeights}, as float32.
     *
     * @param owner of the arrays, which have memory of their own and may be trained
     * @throws UnsupportedModelException if the file does not hold exactly these weights, before memory is taken
     */
    public static List<NDArray> readWeights(NDManager owner, Path folder, ModelConfig config) {
        try (SafetensorsFile file = open(folder)) {
            List<Weight> weights = LlamaWeights.of(config);
            check(folder.resolve(WEIGHTS), weights, file.tensors(), config);
            List<NDArray> arrays = new ArrayList<>();
            for (Weight weight : weights) {
                arrays.add(NativeTensors.copyOf(owner, weight.shape(), file.float32Bytes(weight.name())));
            }
            return arrays;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(WEIGHTS), e);
        }
    }

    /** Metadata of the weights file. */
    public static Map<String, String> metadata(Path folder) {
        try (SafetensorsFile file = open(folder)) {
            return file.metadata();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(WEIGHTS), e);
        }
    }

    /** Writes {@code config.json} and the weights; the folder is created. */
    public static void write(Path folder, ModelConfig config, List<NDArray> weights, int stepsTaken) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata(STEPS, Integer.toString(stepsTaken));
        List<Weight> layout = LlamaWeights.of(config);
        for (int i = 0; i < layout.size(); i++) {
            NDArray array = weights.get(i);
            writer.add(layout.get(i).name(), layout.get(i).shape(), () -> NativeTensors.bytesOf(array));
        }
        try {
            Files.createDirectories(folder);
            config.write(folder);
            writer.write(folder.resolve(WEIGHTS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a model to " + folder, e);
        }
    }

    private static SafetensorsFile open(Path folder) throws IOException {
        Path path = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(path)) {
            throw new UnsupportedModelException(
                    folder.toString(), List.of("has no " + WEIGHTS + "; weights in several files are not supported"));
        }
        try {
            return SafetensorsFile.open(path);
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(folder.toString(), List.of(e.getMessage()));
        }
    }

    private static void check(Path file, List<Weight> weights, Map<String, TensorEntry> found, ModelConfig config) {
        List<String> faults = new ArrayList<>();
        Set<String> unknown = new HashSet<>(found.keySet());
        for (Weight weight : weights) {
            TensorEntry entry = found.get(weight.name());
            unknown.remove(weight.name());
            if (entry == null) {
                faults.add("tensor '" + weight.name() + "' of shape " + weight.shape() + " is missing");
            } else if (!entry.shape().equals(weight.shape())) {
                faults.add("tensor '" + weight.name() + "' has shape " + entry.shape() + ", config.json asks for "
                        + weight.shape());
            }
        }
        unknown.removeIf(name -> name.endsWith(".rotary_emb.inv_freq")); // recomputed; old files carry it
        if (config.tieWordEmbeddings()) {
            unknown.remove("lm_head.weight"); // a copy of the embedding
        }
        unknown.stream().sorted().forEach(name -> faults.add("tensor '" + name + "' has no place in this model"));
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException(file.toString(), faults);
        }
    }
}
