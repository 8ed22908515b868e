package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.torch.AdapterTensors.Factors;
import io.tiltmeter.languagemodel.weights.ElementType;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import io.tiltmeter.languagemodel.weights.TensorEntry;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Merges a LoRA adapter into its model's weights (W + scale * B A), and removes it again. Both write a complete Hugging Face
 * folder: adapted matrices in float32, other tensors as they were stored, and copies of the small files.
 *
 * <p>After merging and removing an adapter the weights are the original ones within float32's rounding: each number within
 * {@code 2^-23} times the larger of its own and the merged one's magnitude. Rounded to 16 bits, the numbers of a base stored
 * in 16 bits are exactly the original ones.
 */
public final class AdapterMerge {

    /** Size of the tensors in a file, as in Hugging Face. */
    private static final long MAX_FILE_BYTES = 5_000_000_000L;

    private static final String WEIGHT_FILE = ".*\\.(safetensors|safetensors\\.index\\.json|bin|bin\\.index\\.json)";

    private AdapterMerge() {}

    /**
     * Writes the base with the adapter merged.
     *
     * @param merged a folder that is not the base; created
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if the folders are not a model and an adapter for
     *     it, before anything is written
     */
    public static void merge(Path base, Path adapter, Path merged) {
        write(base, adapter, merged, 1);
    }

    /** Writes the base of a merged model. */
    public static void unmerge(Path merged, Path adapter, Path base) {
        write(merged, adapter, base, -1);
    }

    private static void write(Path from, Path adapter, Path to, int sign) {
        if (from.toAbsolutePath().normalize().equals(to.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("the target is the source itself: " + to);
        }
        ModelConfig config = ModelConfig.read(from);
        try (NDManager memory = TorchEngine.newManager();
                WeightFiles files = ModelFolder.open(from, config);
                WeightReader reader = new WeightReader(memory, files)) {
            AdapterFolder.Read read = AdapterFolder.read(memory, adapter, config);
            List<Weight> layout = WeightLayout.of(config);
            SafetensorsWriter writer = new SafetensorsWriter();
            files.metadata().forEach(writer::metadata);
            for (int i = 0; i < layout.size(); i++) {
                Weight weight = layout.get(i);
                Factors factors = read.factors().get(i);
                if (factors == null) {
                    TensorEntry stored = files.tensors().get(weight.name());
                    writer.addPieces(weight.name(), stored.type(), stored.shape(), () -> pieces(files, weight));
                } else {
                    double scale = sign * read.config().scale();
                    writer.add(
                            weight.name(),
                            ElementType.F32,
                            weight.shape(),
                            () -> adapted(memory, reader, weight, factors, scale));
                }
            }
            Files.createDirectories(to);
            copySmallFiles(from, to);
            writer.writeFolder(to, MAX_FILE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + to + " from " + from + " and " + adapter, e);
        }
    }

    /** Little-endian float32 numbers of W + scale * B A. */
    private static ByteBuffer adapted(
            NDManager memory, WeightReader reader, Weight weight, Factors factors, double scale) {
        try (NDArray own = reader.own(weight);
                NDManager work = memory.newSubManager()) {
            NDArray product = factors.b().matMul(factors.a());
            product.attach(work);
            return NativeTensors.bytesOf(own.addi(product.muli(scale)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + weight.name(), e);
        }
    }

    private static List<ByteBuffer> pieces(WeightFiles files, Weight weight) {
        try {
            return files.pieces(weight.name());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + weight.name(), e);
        }
    }

    /** Copies configuration and tokenizer: all files of the folder that do not hold weights. */
    private static void copySmallFiles(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!name.matches(WEIGHT_FILE)) {
                Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
