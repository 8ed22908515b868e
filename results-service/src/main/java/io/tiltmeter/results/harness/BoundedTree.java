package io.tiltmeter.results.harness;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.UnstorableText;
import java.io.IOException;
import java.util.Set;
import java.util.function.BiConsumer;

/** Some fields of a JSON object of unknown origin, whatever the size and depth of the rest. */
final class BoundedTree {
    static final int MAX_TOKENS = 500_000;
    static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .build();

    private BoundedTree() {}

    /**
     * These fields of a JSON object; Python's {@code NaN} and {@code Infinity} are read as numbers.
     *
     * @param unstorable is given the place and the character of each text and name that cannot be stored
     * @throws IOException if it is not a JSON object, too deep, or has too many values in these fields
     */
    static ObjectNode read(byte[] json, Set<String> fields, BiConsumer<String, String> unstorable) throws IOException {
        ObjectNode tree = MAPPER.createObjectNode();
        try (JsonParser parser = new Counting(MAPPER.createParser(json), unstorable)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refused("it is not a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                if (fields.contains(field)) {
                    JsonNode value = MAPPER.readTree(parser);
                    tree.set(field, value);
                } else {
                    ((Counting) parser).skip();
                }
            }
            if (parser.nextToken() != null) {
                throw new Refused("something follows the JSON object");
            }
        }
        return tree;
    }

    /** JSON that is not read, with the reason. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private Refused(String reason) {
            super(reason);
        }
    }

    /** Counts and checks what is read into memory. */
    private static final class Counting extends JsonParserDelegate {
        private final BiConsumer<String, String> unstorable;
        private int tokens;

        Counting(JsonParser parser, BiConsumer<String, String> unstorable) {
            super(parser);
            this.unstorable = unstorable;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            count();
            JsonToken next = super.nextToken();
            check();
            return next;
        }

        void skip() throws IOException {
            delegate.skipChildren();
        }

        private void check() throws IOException {
            if (hasToken(JsonToken.FIELD_NAME) || hasToken(JsonToken.VALUE_STRING)) {
                UnstorableText.in(getText())
                        .ifPresent(character -> unstorable.accept(
                                "body, line " + currentTokenLocation().getLineNr() + ", column "
                                        + currentTokenLocation().getColumnNr(),
                                character));
            }
        }

        private void count() throws IOException {
            if (++tokens > MAX_TOKENS) {
                throw new Refused("it has more than " + MAX_TOKENS + " values");
            }
        }
    }
}
