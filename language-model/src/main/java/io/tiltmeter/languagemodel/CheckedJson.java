package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A JSON object from an untrusted file. Values are read one by one; faults are collected and reported together. */
final class CheckedJson {

    /** Far above any known configuration, and small enough to hold in memory. */
    private static final long MAX_BYTES = 8_000_000;

    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private final String subject;
    private final JsonNode root;
    private final List<String> faults = new ArrayList<>();

    private CheckedJson(String subject, JsonNode root) {
        this.subject = subject;
        this.root = root;
    }

    /** @throws UnsupportedModelException if the file is missing, too large or no JSON object */
    static CheckedJson read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UnsupportedModelException(
                    file.toString(), List.of("is not there; a Hugging Face model folder has one"));
        }
        JsonNode root;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnsupportedModelException(
                        file.toString(), List.of("has " + Files.size(file) + " bytes, at most " + MAX_BYTES));
            }
            root = root(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UnsupportedModelException(file.toString(), List.of("cannot be read"));
        }
        if (!root.isObject()) {
            throw new UnsupportedModelException(file.toString(), List.of("is not a JSON object"));
        }
        return new CheckedJson(file.toString(), root);
    }

    private static JsonNode root(Path file, byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            String flaw = JsonFlaw.reason(bytes, MAX_DEPTH, Numbers.STRICT);
            throw new UnsupportedModelException(file.toString(), List.of("cannot be read as JSON: " + flaw));
        }
    }

    JsonNode node(String name) {
        return root.path(name);
    }

    /** Calls for each field, in the file's order. */
    void forEach(BiConsumer<String, JsonNode> field) {
        root.properties().forEach(each -> field.accept(each.getKey(), each.getValue()));
    }

    boolean isAbsent(String name) {
        return root.path(name).isMissingNode() || root.path(name).isNull();
    }

    void fault(String fault) {
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    void expect(String name, String absent, List<String> supported) {
        String text = isAbsent(name) ? absent : root.path(name).asText();
        if (!supported.contains(text)) {
            fault(name + " '" + text + "' is not supported; supported: " + supported);
        }
    }

    /** A whole number. Any other value is a fault, and 2 is returned so that checking can continue. */
    int required(String name) {
        if (!root.path(name).canConvertToInt() || !root.path(name).isIntegralNumber()) {
            fault(name + " " + root.path(name) + " is not a whole number");
            return 2;
        }
        return root.path(name).asInt();
    }

    int optional(String name, int absent) {
        return isAbsent(name) ? absent : required(name);
    }

    double number(String name, double absent) {
        if (isAbsent(name)) {
            return absent;
        }
        if (!root.path(name).isNumber()) {
            fault(name + " " + root.path(name) + " is not a number");
            return absent;
        }
        return root.path(name).asDouble();
    }

    boolean flag(String name, boolean absent) {
        if (isAbsent(name)) {
            return absent;
        }
        if (!root.path(name).isBoolean()) {
            fault(name + " " + root.path(name) + " is neither true nor false");
        }
        return root.path(name).asBoolean(absent);
    }

    /** Builds from the values. @throws UnsupportedModelException with the faults of the values and of the build */
    <T> T whole(Supplier<T> built) {
        try {
            T value = built.get();
            if (faults.isEmpty()) {
                return value;
            }
        } catch (UnsupportedModelException e) {
            e.faults().forEach(this::fault);
        }
        throw new UnsupportedModelException(subject, faults);
    }
}
