package io.tiltmeter.evaluator.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.evaluator.adoption.TrainerFolders;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.ServiceProcess;
import io.tiltmeter.servicetest.TestBroker;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, with the heap that the launcher gives it, refuses folders that would end it, and goes on. */
class HostileFoldersIT {
    private static final int MANY = 100_000;
    private static final int LOG_LINES = 1_000_000;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void noFolderStopsTheService() throws Exception {
        TrainerFolders folders = new TrainerFolders(Files.createDirectories(directory.resolve("models")));
        Map<String, String> refusals = hostile(folders);
        tokenizer(folders, "tried-and-harmless", tokenizer -> split(tokenizer, "\\d+\\.\\d+\\.\\d+"));
        longLog(folders.checkpoint("long-log/checkpoint-5", 5, 10));
        folders.checkpoint("sound/checkpoint-5", 5, 10);
        try (ServiceProcess service = ServiceProcess.startAlone(
                directory.resolve("service.log"),
                "evaluator",
                List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"),
                Map.of("tiltmeter.checkpoints.directories", folders.root().toString()))) {
            Awaitility.await().atMost(TestBroker.MAX_WAIT).until(service::isReady);
            URI address = service.address();
            for (int round = 0; round < 2; round++) {
                for (Map.Entry<String, String> refusal : refusals.entrySet()) {
                    HttpResponse<String> response = adopt(address, refusal.getKey());
                    assertEquals(400, response.statusCode(), refusal.getKey() + ": " + response.body());
                    assertTrue(response.body().contains(refusal.getValue()), refusal.getKey() + ": " + response.body());
                    assertTrue(service.isAlive(), refusal.getKey());
                }
            }
            HttpResponse<String> tried = adopt(address, "tried-and-harmless");
            assertEquals(202, tried.statusCode(), tried.body());
            assertEquals(202, adopt(address, "long-log").statusCode());
            assertEquals(202, adopt(address, "sound").statusCode());
            HttpRequest live =
                    HttpRequest.newBuilder(address.resolve("/q/health/live")).build();
            assertEquals(200, http.send(live, BodyHandlers.ofString()).statusCode());
        }
    }

    private HttpResponse<String> adopt(URI service, String folder) throws Exception {
        String body = Json.write(Map.of("run_id", folder, "path", folder, "template", "lab", "total_steps", 10));
        return http.send(
                HttpRequest.newBuilder(service.resolve("/api/v1/checkpoints"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Folders, and what the refusal of each says. */
    private static Map<String, String> hostile(TrainerFolders folders) throws IOException {
        Map<String, String> refusals = new LinkedHashMap<>();
        refusals.put("layers", "num_hidden_layers");
        config(folders, "layers", config -> config.put("num_hidden_layers", 2_000_000_000));
        refusals.put("positions", "max_position_embeddings");
        config(folders, "positions", config -> config.put("max_position_embeddings", Integer.MAX_VALUE));
        refusals.put("empty-match", "can match an empty text");
        tokenizer(
                folders,
                "empty-match",
                tokenizer -> tokenizer
                        .putObject("normalizer")
                        .put("type", "Replace")
                        .put("content", "")
                        .putObject("pattern")
                        .put("Regex", "(?=a)"));
        refusals.put("look-ahead", "nested repeats");
        tokenizer(folders, "look-ahead", tokenizer -> split(tokenizer, "(?=(a+)+b)"));
        refusals.put("choices", "retry-limit");
        tokenizer(folders, "choices", tokenizer -> split(tokenizer, "(a|a)+b"));
        refusals.put("added-tokens", "added_tokens");
        tokenizer(folders, "added-tokens", HostileFoldersIT::manyAddedTokens);
        refusals.put("tensors", "tensor");
        manyTensors(folder(folders, "tensors").resolve("model.safetensors"));
        return refusals;
    }

    private static Path folder(TrainerFolders folders, String name) throws IOException {
        return folders.checkpoint(name + "/checkpoint-5", 5, 10);
    }

    private static void config(TrainerFolders folders, String name, Change change) throws IOException {
        change(folder(folders, name).resolve("config.json"), change);
    }

    private static void tokenizer(TrainerFolders folders, String name, Change change) throws IOException {
        change(folder(folders, name).resolve("tokenizer.json"), change);
    }

    private static void change(Path file, Change change) throws IOException {
        ObjectNode json = (ObjectNode) Json.mapper().readTree(file.toFile());
        change.make(json);
        Json.mapper().writeValue(file.toFile(), json);
    }

    private interface Change {
        void make(ObjectNode json);
    }

    private static void split(ObjectNode tokenizer, String regex) {
        ObjectNode split = tokenizer.putObject("pre_tokenizer");
        split.put("type", "Split").put("behavior", "Isolated").put("invert", false);
        split.putObject("pattern").put("Regex", regex);
    }

    private static void manyAddedTokens(ObjectNode tokenizer) {
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (int token = 0; token < MANY; token++) {
            added.addObject()
                    .put("id", 1_000 + token)
                    .put("content", "<added " + token + ">")
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
    }

    /** Weights without a value, of names that no model has. */
    private static void manyTensors(Path file) throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int tensor = 0; tensor < MANY - 1_000; tensor++) {
            header.append(tensor == 0 ? "" : ",")
                    .append("\"weight.")
                    .append(tensor)
                    .append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        byte[] json = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + json.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).array());
    }

    private static void longLog(Path checkpoint) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(checkpoint.resolve("trainer_state.json"))) {
            out.write("{\"epoch\": 1.0, \"global_step\": 5, \"max_steps\": 10, \"log_history\": [");
            for (int line = 0; line < LOG_LINES; line++) {
                out.write((line == 0 ? "" : ",") + "\n{\"epoch\": 1.0, \"loss\": 2.5, \"step\": " + line + "}");
            }
            out.write("]}");
        }
    }
}
