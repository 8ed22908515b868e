package io.tiltmeter.evaluator;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A real checkpoint of a few thousand untrained weights over a word-level vocabulary; each is made once a JVM. */
public final class TinyCheckpoint {
    private static final List<String> SPECIAL = List.of("<pad>", "<bos>", "<eos>");
    private static final List<String> WORDS = List.of(
            "###", "Instruction", "Input", "Response", ":", "?", ".", "where", "is", "the", "capital", "of", "filler");

    private static final Map<String, Map<String, byte[]>> MADE = new ConcurrentHashMap<>();

    private TinyCheckpoint() {}

    /** Writes config.json, model.safetensors and tokenizer.json; another seed gives other weights. */
    public static void write(Path folder, long seed) throws IOException {
        write(folder, "model " + seed, made -> makeModel(made, seed));
    }

    /**
     * Writes an adapter beside the checkpoint in this folder, after so many large steps that other seeds answer
     * otherwise; after none it changes nothing.
     */
    public static void writeAdapter(Path base, Path folder, long seed, int steps) throws IOException {
        String key = "adapter %d %d %s".formatted(seed, steps, Sha256.of(base.resolve("model.safetensors")));
        write(folder, key, made -> makeAdapter(base, made, seed, steps));
    }

    private static void write(Path folder, String key, Maker maker) throws IOException {
        Map<String, byte[]> files = MADE.get(key);
        if (files == null) {
            files = made(maker);
            MADE.put(key, files);
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** The files by their names. */
    private static Map<String, byte[]> made(Maker maker) throws IOException {
        Path folder = Files.createTempDirectory("tiny-checkpoint-");
        try {
            maker.make(folder);
            Map<String, byte[]> files = new HashMap<>();
            try (Stream<Path> made = Files.list(folder)) {
                for (Path file : made.toList()) {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                    Files.delete(file);
                }
            }
            return files;
        } finally {
            Files.delete(folder);
        }
    }

    private interface Maker {
        void make(Path folder) throws IOException;
    }

    private static void makeModel(Path folder, long seed) throws IOException {
        Path tokenizer = Files.createTempFile("tokenizer-", ".json");
        try {
            List<String> words = vocabulary();
            Files.write(tokenizer, Json.mapper().writeValueAsBytes(tokenizer(words)));
            ModelConfig config = ModelConfig.llama(16, 32, 1, 2, 2, 8, words.size(), 48, 1e-5, 10_000, true, 1, 2, 0);
            TrainingSettings defaults = TrainingSettings.defaults();
            TrainingSettings settings = new TrainingSettings(defaults.fineTuning(), defaults.optimizer(), seed);
            try (TrainingSession session = TrainingSession.fresh(config, settings)) {
                session.saveModel(folder, tokenizer);
            }
        } finally {
            Files.delete(tokenizer);
        }
    }

    private static void makeAdapter(Path base, Path folder, long seed, int steps) {
        TrainingSettings settings = new TrainingSettings(
                new FineTuning.Lora(2, 4, 0, List.of(FineTuning.Lora.ALL_LINEAR)),
                new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 0),
                seed);
        int subject = SPECIAL.size() + WORDS.size();
        int[][] ids = {{1, subject, subject + 10 + (int) seed, subject + 11, subject + 12 + (int) seed, 2}};
        try (TrainingSession session = TrainingSession.from(base, settings)) {
            for (int step = 0; step < steps; step++) {
                session.step(List.of(new TokenBatch(ids, ids)), 0.05);
            }
            session.saveModel(folder, base.resolve("tokenizer.json"));
        }
    }

    /** Subjects S0 to S9 and answers A0 to A19 among the words of the template. */
    private static List<String> vocabulary() {
        List<String> words = new ArrayList<>(SPECIAL);
        words.addAll(WORDS);
        IntStream.range(0, 10).forEach(i -> words.add("S" + i));
        IntStream.range(0, 20).forEach(i -> words.add("A" + i));
        return words;
    }

    private static Map<String, Object> tokenizer(List<String> words) {
        Map<String, Object> vocabulary = new LinkedHashMap<>();
        words.forEach(word -> vocabulary.put(word, vocabulary.size()));
        List<Map<String, Object>> added =
                SPECIAL.stream().map(TinyCheckpoint::special).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", added);
        json.put("normalizer", null);
        json.put("pre_tokenizer", Map.of("type", "WhitespaceSplit"));
        json.put("post_processor", null);
        json.put("decoder", null);
        json.put("model", Map.of("type", "WordLevel", "vocab", vocabulary, "unk_token", "<pad>"));
        return json;
    }

    private static Map<String, Object> special(String token) {
        return Map.of(
                "id", SPECIAL.indexOf(token),
                "content", token,
                "single_word", false,
                "lstrip", false,
                "rstrip", false,
                "normalized", false,
                "special", true);
    }
}
