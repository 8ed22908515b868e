package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.languagemodel.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reference values of Hugging Face transformers and tokenizers for tiny models; each golden file names what made it.
 * Two models and two tokenizers lie with these tests; a whole set is read from the folder of the system property
 * {@code conformance.dir}, or from {@code shared/conformance} beside the checkout where there is one.
 */
public final class ConformanceData {

    private static final String PROPERTY = "conformance.dir";

    private ConformanceData() {}

    /** Model folders of the Llama family without rotary scaling, in one file of weights. */
    public static List<Path> models() {
        List<Path> found = new ArrayList<>();
        for (Path root : roots()) {
            List<Path> here = children(root.resolve("models"))
                    .filter(ConformanceData::isSupported)
                    .toList();
            if (here.isEmpty()) {
                throw new IllegalStateException(root + " holds no conformance case for a supported model");
            }
            found.addAll(here);
        }
        return found;
    }

    /** Model folders that have to be refused for now. */
    public static List<Path> unsupportedModels() {
        return roots().stream()
                .flatMap(root -> children(root.resolve("models")))
                .filter(folder -> !isSupported(folder))
                .toList();
    }

    /** All model folders, whatever their family and files. */
    public static List<Path> modelFolders() {
        return roots().stream()
                .flatMap(root -> children(root.resolve("models")))
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

    /** A list of cases that is there and not empty: nothing passes for want of data. */
    public static List<JsonNode> cases(JsonNode list, Path file) {
        if (!list.isArray() || list.isEmpty()) {
            throw new IllegalStateException(file + " holds no conformance cases");
        }
        List<JsonNode> cases = new ArrayList<>();
        list.forEach(cases::add);
        return cases;
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

    /** A float32 tensor of a golden file, flat. */
    public static float[] tensor(Path model, String name) {
        try (SafetensorsFile file = SafetensorsFile.open(model.resolve("golden/golden.safetensors"))) {
            ByteBuffer bytes = file.bytes(name);
            float[] numbers = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(numbers);
            return numbers;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name + " of " + model, e);
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

    private static boolean isSupported(Path folder) {
        JsonNode config = json(folder.resolve("config.json"));
        return config.path("model_type").asText().equals("llama")
                && (config.path("rope_scaling").isNull()
                        || config.path("rope_scaling").isMissingNode())
                && Files.exists(folder.resolve("model.safetensors"));
    }

    private static List<Path> roots() {
        List<Path> roots = new ArrayList<>(List.of(Path.of("src/test/resources/conformance")));
        String given = System.getProperty(PROPERTY, "");
        Path beside = Path.of("../../shared/conformance");
        if (!given.isBlank()) {
            roots.add(Path.of(given));
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
