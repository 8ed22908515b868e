package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads a safetensors header token by token, so that a hostile one takes no more memory than its allowed tensors. */
final class HeaderParser {

    private static final String METADATA = "__metadata__";

    private final JsonParser parser;
    private final Faults faults = new Faults();
    private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    HeaderParser(JsonParser parser) {
        this.parser = parser;
    }

    Collection<TensorEntry> entries() {
        return entries.values();
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** @throws InvalidSafetensorsException with the faults of the entries */
    void parse() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidSafetensorsException("header is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                readEntry(name);
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidSafetensorsException(faults.toString());
        }
    }

    private void readEntry(String name) throws IOException {
        if (entries.size() == SafetensorsHeader.MAX_TENSORS) {
            throw new InvalidSafetensorsException("header has more than " + SafetensorsHeader.MAX_TENSORS + " tensors");
        }
        long before = faults.count();
        List<String> types = new ArrayList<>();
        List<List<Long>> shapes = new ArrayList<>();
        List<List<Long>> offsets = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "dtype" -> types.add(text(() -> described(name) + ": dtype"));
                    case "shape" -> shapes.add(wholeNumbers(name));
                    case "data_offsets" -> offsets.add(wholeNumbers(name));
                    default -> {
                        fault(described(name) + " has the unknown field '" + UntrustedJson.brief(field) + "'");
                        parser.skipChildren();
                    }
                }
            }
        } else {
            parser.skipChildren();
        }
        if (faults.count() > before) {
            return;
        }
        if (types.size() != 1
                || shapes.size() != 1
                || offsets.size() != 1
                || offsets.get(0).size() != 2) {
            fault(described(name) + " needs a dtype (text), a shape (list) and data_offsets (two numbers), each once");
        } else if (entries.containsKey(name)) {
            fault(described(name) + " is a duplicate: the header has it twice");
        } else {
            addEntry(name, types.get(0), shapes.get(0), offsets.get(0));
        }
    }

    private void addEntry(String name, String type, List<Long> shape, List<Long> offsets) {
        try {
            entries.put(name, new TensorEntry(name, ElementType.named(type), shape, offsets.get(0), offsets.get(1)));
        } catch (InvalidSafetensorsException e) {
            String tensor = described(name);
            fault(e.getMessage().startsWith(tensor) ? e.getMessage() : tensor + ": " + e.getMessage());
        }
    }

    private void readMetadata() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidSafetensorsException(METADATA + " is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (metadata.size() == SafetensorsHeader.MAX_TENSORS) {
                throw new InvalidSafetensorsException(
                        METADATA + " has more than " + SafetensorsHeader.MAX_TENSORS + " texts");
            }
            if (metadata.put(key, text(() -> METADATA + " '" + UntrustedJson.brief(key) + "'")) != null) {
                fault(METADATA + " '" + UntrustedJson.brief(key) + "' is a duplicate");
            }
        }
    }

    private String text(Supplier<String> field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        fault(field.get() + " is not a text");
        parser.skipChildren();
        return "";
    }

    private List<Long> wholeNumbers(String name) throws IOException {
        List<Long> numbers = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            fault(described(name) + ": " + parser.currentName() + " is not a list");
            parser.skipChildren();
            return numbers;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!isWholeNumber()) {
                fault(described(name) + ": '" + UntrustedJson.brief(parser.getText())
                        + "' is not a whole number of at least 0");
                parser.skipChildren();
            } else if (count < SafetensorsHeader.MAX_DIMENSIONS) {
                numbers.add(parser.getLongValue());
            }
            count++;
        }
        if (count > SafetensorsHeader.MAX_DIMENSIONS) {
            fault(described(name) + " has " + count + " dimensions, at most " + SafetensorsHeader.MAX_DIMENSIONS
                    + " are read");
        }
        return numbers;
    }

    private boolean isWholeNumber() throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && parser.getLongValue() >= 0;
    }

    /** For messages only: made for every tensor, it would be a good part of the time of reading a header. */
    private static String described(String name) {
        return "tensor '" + UntrustedJson.brief(name) + "'";
    }

    /** Records a fault; after too many the rest of the header is not read. */
    private void fault(String fault) {
        faults.add(fault);
        if (faults.count() == Faults.MAX_REPORTED) {
            throw new InvalidSafetensorsException(faults + "; there may be more: the rest was not read");
        }
    }
}
