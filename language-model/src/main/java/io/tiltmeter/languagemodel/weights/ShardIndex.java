package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code model.safetensors.index.json}, which names the file of each tensor. It is untrusted. Its {@code metadata} is
 * ignored: {@code total_size} has more than one meaning in published indexes.
 */
final class ShardIndex {

    static final String FILE = "model.safetensors.index.json";

    static final int MAX_BYTES = 100_000_000;

    /** Files open at once; the largest published models have some 200. */
    static final int MAX_SHARDS = 500;

    /** A file name that is the same on every system and cannot lead out of the folder. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_+-][A-Za-z0-9._+-]{0,200}\\.safetensors");

    private final Map<String, String> fileOfTensor = new TreeMap<>();
    private final Faults faults = new Faults();

    private ShardIndex() {}

    /** @throws InvalidSafetensorsException with all faults of the file */
    static ShardIndex read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSafetensorsException(FILE + " is not a regular file");
        }
        byte[] json;
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes(MAX_BYTES + 1);
        }
        if (json.length > MAX_BYTES) {
            throw new InvalidSafetensorsException(FILE + " has more than " + MAX_BYTES + " bytes");
        }
        return UntrustedJson.read(json, FILE, parser -> {
            ShardIndex index = new ShardIndex();
            index.parse(parser);
            return index;
        });
    }

    /** Names of the files, sorted. */
    Collection<String> files() {
        return new TreeSet<>(fileOfTensor.values());
    }

    Map<String, String> fileOfTensor() {
        return fileOfTensor;
    }

    private void parse(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidSafetensorsException(FILE + " is not a JSON object");
        }
        TreeSet<String> seen = new TreeSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            boolean known = field.equals("weight_map") || field.equals("metadata");
            if (!known || !seen.add(field)) {
                fault("entry '" + UntrustedJson.brief(field) + "' is "
                        + (known ? "there twice" : "unknown; known: metadata, weight_map"));
            }
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            if (known && !isObject) {
                fault(field + " is not a JSON object");
            }
            if (isObject && field.equals("weight_map")) {
                readWeightMap(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (seen.contains("weight_map") && faults.isEmpty() && fileOfTensor.isEmpty()) {
            fault("weight_map is empty");
        } else if (!seen.contains("weight_map")) {
            fault("weight_map is missing");
        }
        if (files().size() > MAX_SHARDS) {
            fault("weight_map names " + files().size() + " files, at most " + MAX_SHARDS + " are opened");
        }
        if (!faults.isEmpty()) {
            throw new InvalidSafetensorsException(FILE + ": " + faults);
        }
    }

    private void readWeightMap(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String tensor = parser.currentName();
            String subject = "tensor '" + UntrustedJson.brief(tensor) + "'";
            if (fileOfTensor.size() == SafetensorsHeader.MAX_TENSORS) {
                throw new InvalidSafetensorsException(
                        FILE + ": weight_map has more than " + SafetensorsHeader.MAX_TENSORS + " tensors");
            }
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                fault(subject + " has a file that is not a text");
                parser.skipChildren();
                continue;
            }
            String file = parser.getText();
            if (!PLAIN_NAME.matcher(file).matches()) {
                fault(subject + " is in '" + UntrustedJson.brief(file)
                        + "'; a file's name has letters, digits and ._+- only, no folder, and ends in .safetensors");
            } else if (fileOfTensor.put(tensor, file) != null) {
                fault(subject + " is there twice");
            }
        }
    }

    /** Records a fault; after too many the rest of the index is not read. */
    private void fault(String fault) {
        faults.add(fault);
        if (faults.count() == Faults.MAX_REPORTED) {
            throw new InvalidSafetensorsException(FILE + ": " + faults + "; there may be more: the rest was not read");
        }
    }
}
