package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.servicekit.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A mixture's examples: JSON lines. */
public final class ExampleFile {
    private ExampleFile() {}

    /**
     * Reads all of them.
     *
     * @param expected how many the mixture's news promised
     * @throws IllegalArgumentException if a line is no example, or there are more or fewer
     */
    public static List<TrainingExample> read(Path jsonLines, long expected) throws IOException {
        List<TrainingExample> examples = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(jsonLines)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    examples.add(parse(line, examples.size() + 1));
                }
            }
        }
        if (examples.size() != expected) {
            throw new IllegalArgumentException("the mixture's file holds " + examples.size() + " examples instead of "
                    + expected + "; build the mixture anew");
        }
        return examples;
    }

    private static TrainingExample parse(String line, int number) {
        try {
            return Json.mapper().readValue(line, TrainingExample.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "example " + number + " of the mixture cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
