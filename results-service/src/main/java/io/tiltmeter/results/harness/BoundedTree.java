package io.tiltmeter.results.harness;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/** Some fields of a JSON object of unknown origin, whatever the size and depth of the rest. */
final class BoundedTree {
    static final int MAX_TOKENS = 2_000_000;
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
     * @throws IOException if it is not a JSON object, too deep, or has too many values in these fields
     */
    static ObjectNode read(byte[] json, Set<String> fields) throws IOException {
        ObjectNode tree = MAPPER.createObjectNode();
        try (JsonParser parser = new Counting(MAPPER.createParser(json))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamConstraintsException("it is not a JSON object");
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
                throw new StreamConstraintsException("something follows the JSON object");
            }
        }
        return tree;
    }

    /** Counts what is read into memory. */
    private static final class Counting extends JsonParserDelegate {
        private int tokens;

        Counting(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            count();
            return super.nextToken();
        }

        @Override
        public String nextFieldName() throws IOException {
            count();
            return super.nextFieldName();
        }

        @Override
        public String nextTextValue() throws IOException {
            count();
            return super.nextTextValue();
        }

        void skip() throws IOException {
            delegate.skipChildren();
        }

        private void count() throws IOException {
            if (++tokens > MAX_TOKENS) {
                throw new StreamConstraintsException("it has more than " + MAX_TOKENS + " values");
            }
        }
    }
}
