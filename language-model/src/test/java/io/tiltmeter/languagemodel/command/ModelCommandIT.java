package io.tiltmeter.languagemodel.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.languagemodel.ConformanceData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user runs it: arguments and lines in, lines and an exit status out. */
class ModelCommandIT {

    private static final String MODELS = "src/test/resources/conformance/models/";
    private static final String FOLDER = MODELS + "llama-mha";

    @TempDir
    Path scratch;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private int status;

    @Test
    void infoPrintsWhatAFolderHolds() throws IOException {
        JsonNode info = new ObjectMapper().readTree(output("", FOLDER, "info", "--adapter", FOLDER + "/adapter"));
        assertEquals(ModelCommand.DONE, status);
        assertEquals("llama", info.path("family").asText());
        assertEquals(64, info.path("config").path("hidden_size").asInt());
        assertEquals(info.path("bytes").asLong(), 4 * info.path("parameters").asLong(), "all of it float32");
        assertTrue(info.path("tensors").path("F32").asInt() > 0);
        assertEquals(
                "<|endoftext|>",
                info.path("tokenizer")
                        .path("special_tokens")
                        .path("end")
                        .path("text")
                        .asText());
        assertFalse(info.path("tokenizer").path("adds_beginning").asBoolean(true), "it has no such token");
        assertFalse(info.path("tokenizer").path("adds_end").asBoolean(true), "its post-processor adds none");
        assertEquals(4, info.path("adapter").path("r").asInt());
        assertTrue(info.path("faults").isEmpty());
    }

    @Test
    void infoNamesEveryFaultOfAFolder() throws IOException {
        Files.writeString(
                scratch.resolve("config.json"), "{\"model_type\": \"llama\", \"architectures\": [\"Elephant\"]}");
        Files.writeString(scratch.resolve("tokenizer.json"), "{}");
        JsonNode info = new ObjectMapper().readTree(output("", scratch.toString(), "info"));
        assertEquals(ModelCommand.FAULTS, status);
        String faults = info.path("faults").toString();
        for (String part : List.of("Elephant", "hidden_size", "model.safetensors", "tokenizer")) {
            assertTrue(faults.contains(part), faults);
        }
        assertTrue(output("{\"prompt\": \"a\"}", scratch.toString(), "generate").isEmpty());
        assertEquals(ModelCommand.FAULTS, status);
        assertTrue(
                errors.toString(StandardCharsets.UTF_8).contains("Elephant"), "the other subcommands report the same");
    }

    @Test
    void promptsInstructionsAndMessagesAreAnswered() throws IOException {
        List<JsonNode> answers = lines("""
            {"prompt": "the river"}

            {"instruction": "Where?", "input": "the mill"}
            {"messages": [{"role": "user", "content": "the river"}]}
            """, FOLDER, "generate", "--max-new-tokens", "5");
        assertEquals(ModelCommand.DONE, status);
        assertEquals(
                List.of(1, 3, 4),
                answers.stream().map(answer -> answer.path("line").asInt()).toList());
        for (JsonNode answer : answers) {
            assertEquals(1, answer.path("answers").size());
            assertEquals(5, answer.path("answers").path(0).path("ids").size());
            assertEquals(
                    "length",
                    answer.path("answers").path(0).path("finish_reason").asText());
        }
        assertNotEquals(answers.get(0).path("answers"), answers.get(1).path("answers"));
    }

    @Test
    void aSeedRepeatsSamplesAndPartsOfALongListDrawAsTheWhole() throws IOException {
        String prompts = "{\"prompt\": \"the mill\"}\n".repeat(300);
        String[] words = {FOLDER, "generate", "--max-new-tokens", "2", "--temperature", "1.5", "--seed", "7", "--n", "2"
        };
        List<JsonNode> first = lines(prompts, words);
        assertEquals(300, first.size());
        assertEquals(first, lines(prompts, words));
        assertEquals(first.subList(0, 20), lines("{\"prompt\": \"the mill\"}\n".repeat(20), words));
        assertTrue(
                first.stream().map(answer -> answer.path("answers")).distinct().count() > 250,
                "every line has chances of its own");
    }

    @Test
    void anAnswerEndsBeforeAStopString() throws IOException {
        JsonNode whole = lines("{\"prompt\": \"the river\"}", FOLDER, "generate", "--max-new-tokens", "8")
                .get(0);
        String text = whole.path("answers").path(0).path("text").asText();
        String stop = text.substring(2, 4);
        JsonNode answer = lines(
                        "{\"prompt\": \"the river\"}", FOLDER, "generate", "--max-new-tokens", "8", "--stop", stop)
                .get(0)
                .path("answers")
                .path(0);
        assertEquals("stop_string", answer.path("finish_reason").asText());
        assertEquals(text.substring(0, text.indexOf(stop)), answer.path("text").asText());
    }

    @Test
    void scoresAreTheHarnesss() throws IOException {
        JsonNode requests = ConformanceData.json(Path.of("src/test/resources/conformance/scoring/multiple_choice.json"))
                .path("loglikelihood_requests");
        List<JsonNode> goldens = new ArrayList<>();
        StringBuilder in = new StringBuilder();
        for (JsonNode golden : requests.path("cases")) {
            goldens.add(golden);
            in.append(new ObjectMapper()
                            .createObjectNode()
                            .put("context", golden.path("context").asText())
                            .put("continuation", golden.path("continuation").asText()))
                    .append('\n');
        }
        Path file = Files.writeString(scratch.resolve("requests.jsonl"), in);
        List<JsonNode> scores = lines("", MODELS + requests.path("model").asText(), "score", "--file", file.toString());
        assertEquals(ModelCommand.DONE, status);
        for (int i = 0; i < goldens.size(); i++) {
            assertEquals(
                    goldens.get(i).path("loglikelihood_f64").asDouble(),
                    scores.get(i).path("log_likelihood").asDouble(),
                    1e-4);
            assertEquals(goldens.get(i).path("is_greedy"), scores.get(i).path("is_greedy"));
            assertEquals(goldens.get(i).path("continuation_ids"), scores.get(i).path("continuation_ids"));
        }
    }

    @Test
    void lossesAreGivenWithAndWithoutTheInput() throws IOException {
        String line = "{\"instruction\": \"Where?\", \"input\": \"the river ran\", \"output\": \"to the sea\"}";
        JsonNode loss = lines(line, FOLDER, "loss", "--template", "alpaca").get(0);
        assertEquals(ModelCommand.DONE, status);
        assertTrue(loss.path("tokens").asInt() > 3);
        assertNotEquals(loss.path("loss_with_input"), loss.path("loss_without_input"));
        JsonNode empty = lines(line.replace("the river ran", ""), FOLDER, "loss", "--template", "alpaca")
                .get(0);
        assertEquals(
                empty.path("loss_with_input").asDouble(),
                empty.path("loss_without_input").asDouble(),
                1e-5);
        assertEquals(
                loss.path("loss_without_input").asDouble(),
                empty.path("loss_with_input").asDouble(),
                1e-5);
    }

    @Test
    void anAdapterAndATypeChangeTheScores() throws IOException {
        String line = "{\"context\": \"the river\", \"continuation\": \" ran past\"}";
        double base = lines(line, FOLDER, "score").get(0).path("log_likelihood").asDouble();
        double adapted = lines(line, FOLDER, "score", "--adapter", FOLDER + "/adapter")
                .get(0)
                .path("log_likelihood")
                .asDouble();
        double rounded = lines(line, FOLDER, "score", "--dtype", "bfloat16")
                .get(0)
                .path("log_likelihood")
                .asDouble();
        assertTrue(Math.abs(adapted - base) > 0.01, base + " and " + adapted);
        assertNotEquals(base, rounded);
        assertEquals(base, rounded, 0.02 * Math.abs(base));
    }

    @Test
    void badLinesGetAnErrorWithTheirNumberAndTheOthersAreAnswered() throws IOException {
        List<JsonNode> answers =
                lines("""
                    no json
                    [1]
                    {"prompt": 7}
                    {"prompt": "a", "temprature": 2}
                    {"question": "a"}
                    {"messages": [{"role": "elephant", "content": "a"}]}
                    {"prompt": "the river"}
                    {"prompt": "%s"}
                    """.formatted("the river ran ".repeat(100)), FOLDER, "generate", "--max-new-tokens", "2");
        assertEquals(ModelCommand.FAULTS, status);
        assertEquals(8, answers.size());
        for (int i = 0; i < 8; i++) {
            assertEquals(i + 1, answers.get(i).path("line").asInt());
            assertEquals(i != 6, answers.get(i).has("error"), answers.get(i).toString());
        }
        assertTrue(answers.get(3).path("error").asText().contains("temprature"));
        assertTrue(answers.get(5).path("error").asText().contains("elephant"));
        assertTrue(answers.get(7).path("error").asText().contains("max_position_embeddings"));
    }

    @Test
    void wrongOptionsAreAllNamedWithTheKnownOnes() throws IOException {
        assertTrue(output("", FOLDER, "score", "--tempo", "3", "--n", "2", "--file")
                .isEmpty());
        assertEquals(ModelCommand.USAGE, status);
        String reported = errors.toString(StandardCharsets.UTF_8);
        for (String part : List.of("--tempo", "--n", "'--file' (FILE)", "--adapter")) {
            assertTrue(reported.contains(part), reported);
        }
        for (String[] words : new String[][] {
            {FOLDER},
            {FOLDER, "sing"},
            {FOLDER, "generate", "--dtype", "int4"},
            {FOLDER, "generate", "--n", "many"},
            {FOLDER, "generate", "--template", "elephant"},
            {FOLDER, "generate", "--seed", "1", "--seed", "2"}
        }) {
            assertTrue(output("", words).isEmpty());
            assertEquals(ModelCommand.USAGE, status, String.join(" ", words));
        }
    }

    @Test
    void helpNamesEveryOption() throws IOException {
        String help = output("", "--help");
        assertEquals(ModelCommand.DONE, status);
        for (String option : List.of(
                "--file",
                "--adapter",
                "--dtype",
                "--device",
                "--template",
                "--max-new-tokens",
                "--temperature",
                "--top-k",
                "--top-p",
                "--n",
                "--seed",
                "--stop")) {
            assertTrue(help.contains(option + "="), option);
        }
    }

    private List<JsonNode> lines(String in, String... words) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : output(in, words).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private String output(String in, String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream messages = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
            ModelCommand command =
                    new ModelCommand(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), lines, messages);
            status = command.run(words);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
