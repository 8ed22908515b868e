package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON at the front of a safetensors file, taken for untrusted: every extent, type and shape is checked, and the
 * extents must tile the data without gap or overlap, before anything is allocated for a tensor.
 *
 * @param tensors by name, in the order of their data
 * @param metadata free text pairs
 */
record SafetensorsHeader(Map<String, TensorEntry> tensors, Map<String, String> metadata) {

    /** The limit of the reference implementation. */
    static final long MAX_BYTES = 100_000_000;

    static final int MAX_TENSORS = 100_000;
    static final int MAX_DIMENSIONS = 8;

    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(16).build());
    }

    /**
     * @param json the header's bytes
     * @param dataBytes what the file holds after the header
     * @throws InvalidSafetensorsException naming the tensor and the fault
     */
    static SafetensorsHeader parse(byte[] json, long dataBytes) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidSafetensorsException("header is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidSafetensorsException("header is not valid JSON: " + e.getMessage(), e);
        }
        if (!root.isObject()) {
            throw new InvalidSafetensorsException("header is not a JSON object");
        }
        if (root.size() > MAX_TENSORS) {
            throw new InvalidSafetensorsException(
                    "header names " + root.size() + " tensors, at most " + MAX_TENSORS + " are read");
        }
        List<TensorEntry> entries = new ArrayList<>();
        Map<String, String> metadata = Map.of();
        Iterator<Map.Entry<String, JsonNode>> fields = root.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getKey().equals(METADATA)) {
                metadata = metadata(field.getValue());
            } else {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        return new SafetensorsHeader(tiling(entries, dataBytes), metadata);
    }

    private static TensorEntry entry(String name, JsonNode value) {
        JsonNode offsets = value.path("data_offsets");
        JsonNode shape = value.path("shape");
        if (!value.path("dtype").isTextual() || !shape.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw new InvalidSafetensorsException("tensor '" + name
                    + "' needs a dtype (text), a shape (list) and data_offsets (two numbers); it has " + brief(value));
        }
        if (shape.size() > MAX_DIMENSIONS) {
            throw new InvalidSafetensorsException("tensor '" + name + "' has " + shape.size() + " dimensions, at most "
                    + MAX_DIMENSIONS + " are read");
        }
        List<Long> sizes = new ArrayList<>();
        shape.forEach(size -> sizes.add(whole(name, size)));
        ElementType type = ElementType.named(value.path("dtype").asText());
        return new TensorEntry(name, type, sizes, whole(name, offsets.get(0)), whole(name, offsets.get(1)));
    }

    private static long whole(String name, JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw new InvalidSafetensorsException(
                    "tensor '" + name + "': " + brief(number) + " is not a whole number of at least 0");
        }
        return number.asLong();
    }

    private static Map<String, TensorEntry> tiling(List<TensorEntry> sorted, long dataBytes) {
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        long at = 0;
        for (TensorEntry entry : sorted) {
            if (entry.begin() != at) {
                throw new InvalidSafetensorsException("tensor '" + entry.name() + "' begins at byte " + entry.begin()
                        + ", expected " + at + ": tensors must not overlap or leave gaps");
            }
            at = entry.end();
            tensors.put(entry.name(), entry);
        }
        if (at != dataBytes) {
            throw new InvalidSafetensorsException("tensors need " + at + " bytes, the file holds " + dataBytes
                    + ": it is cut short or has something appended");
        }
        return tensors;
    }

    private static Map<String, String> metadata(JsonNode value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!value.isObject()) {
            throw new InvalidSafetensorsException(METADATA + " is not a JSON object");
        }
        value.fields().forEachRemaining(field -> {
            if (!field.getValue().isTextual()) {
                throw new InvalidSafetensorsException(METADATA + " '" + field.getKey() + "' is not a text");
            }
            pairs.put(field.getKey(), field.getValue().asText());
        });
        return pairs;
    }

    private static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
