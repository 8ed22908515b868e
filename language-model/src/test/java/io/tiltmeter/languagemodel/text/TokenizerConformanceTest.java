package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Token ids and decoded texts of tokenizer.json files against the expected ones. */
class TokenizerConformanceTest {

    static Stream<Path> tokenizers() {
        return ConformanceData.tokenizers().stream();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void idsAndTextsAreTheExpectedOnes(Path folder) {
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"))) {
            for (JsonNode golden :
                    ConformanceData.json(folder.resolve("expected.json")).path("cases")) {
                String text = golden.path("text").asText();
                int[] plain = ids(golden.path("ids_without_special_tokens"));
                assertArrayEquals(plain, tokenizer.encode(text), text);
                assertArrayEquals(ids(golden.path("ids")), tokenizer.encodeWithSpecialTokens(text), text);
                assertEquals(
                        golden.path("decoded_skip_special").asText(), tokenizer.decode(ids(golden.path("ids"))), text);
            }
        }
    }

    private static int[] ids(JsonNode list) {
        return IntStream.range(0, list.size()).map(at -> list.get(at).asInt()).toArray();
    }
}
