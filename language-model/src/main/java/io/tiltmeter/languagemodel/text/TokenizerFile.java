package io.tiltmeter.languagemodel.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code tokenizer.json}, checked before the native library reads it.
 *
 * @param json the file
 * @param ids of every token, added ones included
 * @param specialTokens among the added ones
 */
record TokenizerFile(byte[] json, Map<String, Integer> ids, List<String> specialTokens) {

    /** The largest in use, with 256,000 tokens and all their merges, have 34 MB. */
    private static final long MAX_BYTES = 256L << 20;

    /** @throws IllegalArgumentException if the file cannot be a tokenizer */
    static TokenizerFile read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("it has " + bytes + " bytes, more than " + MAX_BYTES);
        }
        byte[] json = Files.readAllBytes(file);
        JsonNode root = new ObjectMapper().readTree(json);
        if (!root.isObject() || !root.path("model").isObject()) {
            throw new IllegalArgumentException("it is not a JSON object with a model");
        }
        List<String> faults = TokenizerFileChecks.faults(root);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("it has " + String.join("; ", faults));
        }
        List<String> specialTokens = new ArrayList<>();
        for (JsonNode added : root.path("added_tokens")) {
            String content = added.path("content").asText();
            if (added.path("special").asBoolean() && !content.isEmpty()) {
                specialTokens.add(content);
            }
        }
        return new TokenizerFile(json, vocabulary(root), specialTokens);
    }

    /** Tokens of the model ({@code model.vocab}: an object, or for Unigram pairs in order) and the added ones. */
    private static Map<String, Integer> vocabulary(JsonNode root) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocabulary = root.path("model").path("vocab");
        vocabulary.fields().forEachRemaining(entry -> ids.put(entry.getKey(), id(entry.getKey(), entry.getValue())));
        if (vocabulary.isArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                ids.put(vocabulary.get(id).path(0).asText(), id);
            }
        }
        for (JsonNode added : root.path("added_tokens")) {
            String content = added.path("content").asText();
            ids.put(content, id(content, added.path("id")));
        }
        return ids;
    }

    private static int id(String token, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
            throw new IllegalArgumentException("token '" + token + "' has id " + value + ", which is not a token id");
        }
        return value.asInt();
    }
}
