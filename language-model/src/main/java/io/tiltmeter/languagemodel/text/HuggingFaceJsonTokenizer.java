package io.tiltmeter.languagemodel.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The Hugging Face tokenizers library behind {@link Tokenizer}, with truncation and padding switched off. */
final class HuggingFaceJsonTokenizer implements Tokenizer {

    /** Without these the library cuts at 512 tokens and pads, and says nothing. */
    private static final Map<String, String> OPTIONS = Map.of("truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> ids;

    private HuggingFaceJsonTokenizer(HuggingFaceTokenizer tokenizer, Map<String, Integer> ids) {
        this.tokenizer = tokenizer;
        this.ids = ids;
    }

    static HuggingFaceJsonTokenizer load(Path tokenizerJson) {
        TorchEngine.stayOffline();
        try {
            byte[] json = Files.readAllBytes(tokenizerJson);
            Map<String, Integer> ids = vocabulary(new ObjectMapper().readTree(json));
            return new HuggingFaceJsonTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS), ids);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot read a tokenizer from " + tokenizerJson + ": " + e.getMessage()
                            + "; expected a tokenizer.json of the Hugging Face tokenizers library",
                    e);
        }
    }

    @Override
    public int[] encode(String text) {
        return narrow(tokenizer.encode(text, false, false).getIds());
    }

    @Override
    public int[] encodeWithSpecialTokens(String text) {
        return narrow(tokenizer.encode(text, true, false).getIds());
    }

    @Override
    public String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return tokenizer.decode(wide, true);
    }

    @Override
    public OptionalInt find(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public int vocabularySize() {
        return ids.size();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** Tokens of the model ({@code model.vocab}: an object, or for Unigram pairs in order) and the added ones. */
    private static Map<String, Integer> vocabulary(JsonNode root) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocabulary = root.path("model").path("vocab");
        vocabulary
                .fields()
                .forEachRemaining(
                        entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        if (vocabulary.isArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                ids.put(vocabulary.get(id).path(0).asText(), id);
            }
        }
        for (JsonNode added : root.path("added_tokens")) {
            ids.put(added.path("content").asText(), added.path("id").asInt());
        }
        return ids;
    }

    private static int[] narrow(long[] wide) {
        int[] ids = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            ids[i] = Math.toIntExact(wide[i]);
        }
        return ids;
    }
}
