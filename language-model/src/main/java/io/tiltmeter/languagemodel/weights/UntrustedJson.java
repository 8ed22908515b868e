package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads untrusted JSON: strict UTF-8, limited nesting and limited texts. Every failure is an
 * {@link InvalidSafetensorsException}.
 */
final class UntrustedJson {

    static final int MAX_NESTING = 16;

    private static final int MAX_TEXT = 10_000_000;
    private static final int MAX_NAME = 2_000;
    private static final int BRIEF = 200;

    /** Bytes of a text in which a flaw is looked for; of a longer one the place alone is said, which takes no memory. */
    private static final int MAX_SEARCHED = 1 << 16;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // do not keep names of a hostile file
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private static final JsonMapper TREES = JsonMapper.builder(
                    FACTORY.copy()) // detecting duplicates changes the factory and keeps every name in memory
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private UntrustedJson() {}

    interface TokenReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /** Reads token by token, so that only what the reader keeps takes memory. */
    static <T> T read(byte[] utf8, String what, TokenReader<T> reader) {
        try (JsonParser parser = FACTORY.createParser(characters(utf8))) {
            T result = reader.read(parser);
            if (parser.nextToken() != null) {
                throw new InvalidSafetensorsException(what + " has content after the end of its JSON");
            }
            return result;
        } catch (IOException e) {
            throw invalid(utf8, what, e);
        }
    }

    /** Reads all of a small text; duplicate names are refused. */
    static JsonNode tree(byte[] utf8, String what) {
        try (Reader characters = characters(utf8)) {
            return TREES.readTree(characters);
        } catch (IOException e) {
            throw invalid(utf8, what, e);
        }
    }

    /** A text of unknown length and content, shortened for a message of one line. */
    static String brief(String text) {
        String start = text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "...";
        StringBuilder line = new StringBuilder(start);
        for (int at = 0; at < line.length(); at++) {
            if (Character.isISOControl(line.charAt(at))) {
                line.setCharAt(at, '?');
            }
        }
        return line.toString();
    }

    private static Reader characters(byte[] utf8) {
        return new InputStreamReader(new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder());
    }

    private static InvalidSafetensorsException invalid(byte[] utf8, String what, IOException cause) {
        return new InvalidSafetensorsException(what + " is not valid JSON: " + brief(flaw(utf8, cause)), cause);
    }

    private static String flaw(byte[] utf8, IOException cause) {
        if (cause instanceof CharacterCodingException) {
            return "its text is not UTF-8";
        } else if (utf8.length <= MAX_SEARCHED) {
            return JsonFlaw.reason(utf8, MAX_NESTING, Numbers.STRICT);
        }
        return cause instanceof JsonProcessingException json && json.getLocation() != null
                ? "it is malformed at character " + json.getLocation().getCharOffset()
                : "it is malformed";
    }
}
