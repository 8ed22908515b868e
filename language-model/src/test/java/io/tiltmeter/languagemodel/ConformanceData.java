package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.languagemodel.weights.ElementType;
import io.tiltmeter.languagemodel.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reference values of Hugging Face transformers and tokenizers for tiny models; each golden file names its script.
 * One set is among these tests; another is read from the folder of the system property
 * {@code conformance.dir}, or from {@code shared/conformance} beside the checkout where there is one.
 */
public final class ConformanceData {

    /** Method source of {@link #bundledModels}. */
    public static final String BUNDLED = "io.tiltmeter.languagemodel.ConformanceData#bundledModels";

    private static final Path BUNDLED_ROOT = Path.of("src/test/resources/conformance");
    private static final String PROPERTY = "conformance.dir";

    private ConformanceData() {}

    /** Model folders, with their golden values. */
    public static List<Path> models() {
        List<Path> found = new ArrayList<>();
        for (Path root : roots()) {
            List<Path> here = children(root.resolve("models")).toList();
            if (here.isEmpty()) {
                throw new IllegalStateException(root + " holds no conformance case for a model");
            }
            found.addAll(here);
        }
        return found;
    }

    /** The model folders beside these tests, of every family. */
    public static List<Path> bundledModels() {
        return children(BUNDLED_ROOT.resolve("models")).toList();
    }

    /** The model folders beside these tests, of one family. */
    public static List<Path> modelsOf(Family family) {
        return bundledModels().stream()
                .filter(folder -> ModelConfig.read(folder).family() == family)
                .toList();
    }

    /** Folders with a tokenizer.json and the encodings expected of it. */
    public static List<Path> tokenizers() {
        List<Path> found = new ArrayList<>();
        for (Path root : roots()) {
            List<Path> here = children(root.resolve("tokenizers")).toList();
            if (here.isEmpty()) {
                throw new IllegalStateException(root + " holds no conformance case for a tokenizer");
            }
            found.addAll(here);
        }
        return found;
    }

    /** One file of expected scores, such as {@code squad.json}, of every set. */
    public static List<Path> scoring(String file) {
        return roots().stream()
                .map(root -> root.resolve("scoring").resolve(file))
                .toList();
    }

    /** A list of cases; it is an error if it is missing or empty, so that no test passes without data. */
    public static List<JsonNode> cases(JsonNode list, Path file) {
        if (!list.isArray() || list.isEmpty()) {
            throw new IllegalStateException(file + " holds no conformance cases");
        }
        List<JsonNode> cases = new ArrayList<>();
        list.forEach(cases::add);
        return cases;
    }

    /** The multiple-choice tasks of a file; each has items. */
    public static List<JsonNode> choiceTasks(JsonNode json, Path file) {
        List<JsonNode> tasks = new ArrayList<>();
        for (JsonNode task : json) {
            if (task.has("items")) {
                tasks.add(task);
            }
        }
        if (tasks.isEmpty()) {
            throw new IllegalStateException(file + " holds no multiple-choice task");
        }
        return tasks;
    }

    /** A JSON list of ids. */
    public static int[] ids(JsonNode list) {
        return IntStream.range(0, list.size()).map(at -> list.get(at).asInt()).toArray();
    }

    public static JsonNode golden(Path model) {
        return json(model.resolve("golden/golden.json"));
    }

    public static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    /** A float32 or float64 tensor of a golden file, flat. */
    public static double[] tensor(Path model, String name) {
        try (SafetensorsFile file = SafetensorsFile.open(model.resolve("golden/golden.safetensors"))) {
            ByteBuffer bytes = file.bytes(name);
            boolean wide = file.tensors().get(name).type() == ElementType.F64;
            double[] numbers = new double[bytes.remaining() / (wide ? Double.BYTES : Float.BYTES)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = wide ? bytes.getDouble() : bytes.getFloat();
            }
            return numbers;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name + " of " + model, e);
        }
    }

    /** Names of the tensors of a golden file. */
    public static Set<String> tensorNames(Path model) {
        try (SafetensorsFile file = SafetensorsFile.open(model.resolve("golden/golden.safetensors"))) {
            return Set.copyOf(file.tensors().keySet());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the golden tensors of " + model, e);
        }
    }

    /** Rows of a JSON matrix. */
    public static int[][] matrix(JsonNode rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> IntStream.range(0, rows.get(row).size())
                        .map(at -> rows.get(row).get(at).asInt())
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Rows without the places where the mask is 0. */
    public static int[][] unpadded(JsonNode rows, JsonNode mask) {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> IntStream.range(0, rows.get(row).size())
                        .filter(at -> mask.get(row).get(at).asInt() == 1)
                        .map(at -> rows.get(row).get(at).asInt())
                        .toArray())
                .toArray(int[][]::new);
    }

    private static List<Path> roots() {
        List<Path> roots = new ArrayList<>(List.of(BUNDLED_ROOT));
        String given = System.getProperty(PROPERTY, "");
        Path beside = Path.of("../../shared/conformance");
        if (!given.isBlank()) {
            Path folder = Path.of(given);
            roots.add(
                    Files.isDirectory(folder)
                            ? folder
                            : Path.of("..").resolve(folder)); // relative to the caller's folder
        } else if (Files.isDirectory(beside)) {
            roots.add(beside);
        }
        return roots;
    }

    private static Stream<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException("there is no conformance data in " + folder, e);
        }
    }
}
