package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.weights.InvalidSafetensorsException;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads weights from a Hugging Face folder into native memory, and writes them. */
public final class ModelFolder {

    public static final String WEIGHTS = WeightFiles.SINGLE_FILE;

    /** Metadata key of the number of steps taken. */
    public static final String STEPS = "steps_taken";

    private ModelFolder() {}

    /** As {@link #readWeights(NDManager, Path, ModelConfig, Precision, Predicate)} for inference. */
    public static List<NDArray> readWeights(NDManager owner, Path folder, ModelConfig config, Precision compute) {
        return readWeights(owner, folder, config, compute, weight -> false);
    }

    /**
     * Reads the weights of a configuration, in the order of {@link WeightLayout}. Trained weights are float32 copies. Others
     * have the type that they are computed in: the mapped file itself, shared by all processes that map it, if it is stored
     * in that type and the CPU computes; otherwise a converted copy.
     *
     * @param owner of the arrays, on its device
     * @param compute type of the matrices that are not trained; vectors are float32
     * @param trained the weights that will be changed
     * @throws UnsupportedModelException if the files do not hold exactly these weights, before memory is allocated
     */
    public static List<NDArray> readWeights(
            NDManager owner, Path folder, ModelConfig config, Precision compute, Predicate<Weight> trained) {
        try (WeightFiles files = open(folder, config);
                WeightReader reader = new WeightReader(owner, files)) {
            List<NDArray> arrays = new ArrayList<>();
            for (Weight weight : WeightLayout.of(config)) {
                arrays.add(
                        trained.test(weight)
                                ? reader.own(weight)
                                : reader.shared(weight, weight.role().isMatrix() ? compute : Precision.FLOAT32));
            }
            return arrays;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the weights in " + folder, e);
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(folder.toString(), List.of(e.getMessage()));
        }
    }

    /**
     * Checks the files without allocating memory for weights.
     *
     * @throws UnsupportedModelException if they do not hold exactly the weights of the configuration
     */
    public static void check(Path folder, ModelConfig config) {
        try {
            open(folder, config).close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the weights in " + folder, e);
        }
    }

    /** Metadata of the weights file. */
    public static Map<String, String> metadata(Path folder) {
        try (WeightFiles files = open(folder)) {
            return files.metadata();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the weights in " + folder, e);
        }
    }

    /** Writes {@code config.json} and the weights, each in the type it is held in; the folder is created. */
    public static void write(Path folder, ModelConfig config, List<NDArray> weights, int stepsTaken) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata(STEPS, Integer.toString(stepsTaken));
        List<Weight> layout = WeightLayout.of(config);
        for (int i = 0; i < layout.size(); i++) {
            NDArray array = weights.get(i);
            writer.add(
                    layout.get(i).name(),
                    NativeTensors.type(array),
                    layout.get(i).shape(),
                    () -> NativeTensors.bytesOf(array));
        }
        try {
            Files.createDirectories(folder);
            config.write(folder);
            writer.write(folder.resolve(WEIGHTS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a model to " + folder, e);
        }
    }

    private static WeightFiles open(Path folder) throws IOException {
        try {
            return WeightFiles.open(folder);
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(folder.toString(), List.of(e.getMessage()));
        }
    }

    /** Opens the files of a model; every weight of the configuration can be read under its name. */
    static WeightFiles open(Path folder, ModelConfig config) throws IOException {
        WeightFiles files = open(folder);
        try {
            new LayoutCheck(folder, config, files).check();
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
        return files;
    }
}
