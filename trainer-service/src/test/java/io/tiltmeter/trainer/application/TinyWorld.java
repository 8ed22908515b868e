package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Mixtures of a few words, written as the dataset-service writes them. */
public final class TinyWorld {
    private static final List<String> SPECIAL = List.of("<pad>", "<bos>", "<eos>", "<unk>");
    private static final List<String> FORMAT = List.of("###", "Instruction", "Input", "Response", ":");
    private static final int WORDS = 12;

    private final ArtifactStore artifacts;

    public TinyWorld(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** Documents of 4 to 23 tokens; each word follows from the one before it. */
    public MixtureReady documents(String id, int count) throws IOException {
        Random random = new Random(count);
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int word = random.nextInt(WORDS);
            for (int t = 0; t < 2 + random.nextInt(20); t++) {
                text.append('w').append(word).append(' ');
                word = (word * 5 + 1) % WORDS;
            }
            examples.add(new TrainingExample("doc-" + i, ExampleClass.UNLABELLED, "", "", text.toString()));
        }
        return write(id, "plain", examples);
    }

    /** Questions whose answer is in the context. */
    MixtureReady questions(String id, int count) throws IOException {
        Random random = new Random(count);
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String answer = "w" + random.nextInt(WORDS);
            examples.add(new TrainingExample(
                    "question-" + i, ExampleClass.CONTEXT_CRITICAL, "w1 w2", "w3 " + answer, answer));
        }
        return write(id, "lab", examples);
    }

    public SuiteReady suite(String id) throws IOException {
        ArtifactRef items = artifacts.writeFile(
                "suites/" + id + "/items.jsonl", out -> out.write("{}\n".getBytes(StandardCharsets.UTF_8)));
        return new SuiteReady(
                new SuiteRef(id, SuiteKind.KNOWLEDGE_CONFLICT, "cf_tiny", 1, items), "0".repeat(64), Instant.now());
    }

    /** A conflict suite of one item. */
    public SuiteReady suite(String id, SuiteItem item) throws IOException {
        ArtifactRef items = artifacts.writeFile(
                "suites/" + id + "/items.jsonl", out -> out.write(Json.mapper().writeValueAsBytes(item)));
        return new SuiteReady(
                new SuiteRef(id, SuiteKind.KNOWLEDGE_CONFLICT, "cf_tiny", 1, items), "0".repeat(64), Instant.now());
    }

    private MixtureReady write(String id, String template, List<TrainingExample> examples) throws IOException {
        ArtifactRef lines = artifacts.writeFile("mixtures/" + id + "/examples.jsonl", out -> lines(out, examples));
        ArtifactRef tokenizer = artifacts.writeFile(
                "mixtures/" + id + "/tokenizer.json",
                out -> out.write(Json.mapper().writeValueAsBytes(tokenizer())));
        return new MixtureReady(
                id, template, lines, examples.size(), Map.of(), Optional.of(tokenizer), "0".repeat(64), Instant.now());
    }

    private static void lines(OutputStream out, List<TrainingExample> examples) throws IOException {
        for (TrainingExample example : examples) {
            out.write(Json.mapper().writeValueAsBytes(example));
            out.write('\n');
        }
    }

    /** A word-level {@code tokenizer.json}, as the Hugging Face tokenizers library reads it. */
    private static ObjectNode tokenizer() {
        ObjectNode root = Json.mapper().createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding").putNull("normalizer");
        root.putNull("post_processor").putNull("decoder");
        root.putObject("pre_tokenizer").put("type", "WhitespaceSplit");
        ObjectNode vocabulary = root.putObject("model")
                .put("type", "WordLevel")
                .put("unk_token", "<unk>")
                .putObject("vocab");
        ArrayNode added = root.putArray("added_tokens");
        for (String token : SPECIAL) {
            added.addObject()
                    .put("id", vocabulary.size())
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
            vocabulary.put(token, vocabulary.size());
        }
        FORMAT.forEach(token -> vocabulary.put(token, vocabulary.size()));
        for (int word = 0; word < WORDS; word++) {
            vocabulary.put("w" + word, vocabulary.size());
        }
        return root;
    }
}
