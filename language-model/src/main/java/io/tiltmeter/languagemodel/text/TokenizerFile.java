package io.tiltmeter.languagemodel.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
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
 * @param addedToTexts what its post-processor puts around every text
 */
record TokenizerFile(byte[] json, Map<String, Integer> ids, List<String> specialTokens, AddedTokens addedToTexts) {

    /** The largest in use, with 256,000 tokens and all their merges, have 34 MB. */
    private static final long MAX_BYTES = 256L << 20;

    /**
     * The library compares each added token with all others: 20,000 take it some 2 s, 50,000 some 15 s, 100,000 a minute.
     * Models in use have a few thousand.
     */
    private static final int MAX_ADDED_TOKENS = 20_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature
                            .FAIL_ON_READING_DUP_TREE_KEY) // the library also reads the one that is hidden
            .build();

    /** @throws IllegalArgumentException if the file cannot be a tokenizer, or one that would end the process */
    static TokenizerFile read(Path file) throws IOException {
        return read(file, TokenizerTrials.OF_PROCESS);
    }

    private static JsonNode root(byte[] json) throws IOException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "it is not valid JSON: " + JsonFlaw.reason(json, JsonFlaw.MAX_DEPTH, Numbers.STRICT), e);
        }
    }

    static TokenizerFile read(Path file, TokenizerTrials trials) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("it has " + bytes + " bytes, more than " + MAX_BYTES);
        }
        byte[] json = Files.readAllBytes(file);
        JsonNode root = root(json);
        if (!root.isObject() || !root.path("model").isObject()) {
            throw new IllegalArgumentException("it is not a JSON object with a model");
        }
        TokenizerFileChecks checks = TokenizerFileChecks.of(root);
        List<String> faults = new ArrayList<>(checks.faults());
        int addedTokens = root.path("added_tokens").size();
        if (addedTokens > MAX_ADDED_TOKENS) {
            faults.add(
                    addedTokens + " added_tokens, more than " + MAX_ADDED_TOKENS
                            + ", which the library takes too long to read; put further tokens into the vocabulary of the model");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("it has " + String.join("; ", faults));
        }
        if (!checks.unbounded().isEmpty()) {
            trials.refuseHostile(json, checks.unbounded());
        }
        List<String> specialTokens = new ArrayList<>();
        for (JsonNode added : root.path("added_tokens")) {
            String content = added.path("content").asText();
            if (added.path("special").asBoolean() && !content.isEmpty()) {
                specialTokens.add(content);
            }
        }
        return new TokenizerFile(json, vocabulary(root), specialTokens, AddedTokens.of(root));
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
