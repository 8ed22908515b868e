package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens, ids and decoded texts of tokenizer.json files against the expected ones. */
class TokenizerConformanceTest {

    static Stream<Path> tokenizers() {
        return ConformanceData.tokenizers().stream();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void tokensIdsAndTextsAreTheExpectedOnes(Path folder) {
        Path expected = folder.resolve("expected.json");
        JsonNode json = ConformanceData.json(expected);
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"))) {
            for (JsonNode golden : ConformanceData.cases(json.path("cases"), expected)) {
                String text = golden.path("text").asText();
                int[] plain = ConformanceData.ids(golden.path("ids_without_special_tokens"));
                int[] ids = ConformanceData.ids(golden.path("ids"));
                assertEquals(texts(golden.path("tokens")), tokenizer.tokens(text), text);
                assertArrayEquals(plain, tokenizer.encode(text), text);
                assertArrayEquals(ids, tokenizer.encodeWithSpecialTokens(text), text);
                assertDecoded(golden, tokenizer, ids);
            }
            for (JsonNode golden : json.path("decode_only")) {
                assertDecoded(golden, tokenizer, ConformanceData.ids(golden.path("ids")));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void longTextsAreNeitherCutNorPadded(Path folder) {
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"))) {
            String text = longestText(folder.resolve("expected.json")) + " ";
            int tokens = tokenizer.encode(text.repeat(600)).length;
            int tenfold = tokenizer.encode(text.repeat(6_000)).length;
            assertTrue(tokens > 512 && tenfold > 5_000, tokens + " and " + tenfold + " tokens");
            assertEquals(10.0, (double) tenfold / tokens, 0.01);
        }
    }

    private static String longestText(Path expected) {
        return ConformanceData.cases(ConformanceData.json(expected).path("cases"), expected).stream()
                .map(golden -> golden.path("text").asText())
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    private static void assertDecoded(JsonNode golden, Tokenizer tokenizer, int[] ids) {
        if (golden.has("decoded_skip_special")) {
            assertEquals(golden.path("decoded_skip_special").asText(), tokenizer.decode(ids), golden.toString());
        }
        if (golden.has("decoded_keep_special")) {
            assertEquals(
                    golden.path("decoded_keep_special").asText(),
                    tokenizer.decodeWithSpecialTokens(ids),
                    golden.toString());
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
