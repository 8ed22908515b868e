package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.json.JsonReason;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What scoring reads and writes in the artifact store. */
@Singleton
public class ScoringArtifacts {
    private final ArtifactStore artifacts;

    public ScoringArtifacts(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The shard's examples, in the order of their file, whose hash is checked.
     *
     * @throws ArtifactDamaged if the file is missing or changed
     * @throws IllegalArgumentException if a line of the shard is no example, or the file ends before the shard does
     */
    public List<TrainingExample> examples(ScoringTask task) throws IOException {
        ArtifactRef file = task.request().examples();
        long first = task.request().firstExample();
        long end = first + task.request().exampleCount();
        List<TrainingExample> examples = new ArrayList<>();
        long line = 0;
        try (BufferedReader lines = Files.newBufferedReader(artifacts.file(file))) {
            for (String text = lines.readLine(); text != null && line < end; text = lines.readLine(), line++) {
                if (line >= first) {
                    examples.add(parse(text, file, line));
                }
            }
        }
        if (line < end) {
            throw new IllegalArgumentException(
                    file.uri() + " has " + line + " examples, and the shard was to hold those" + " from " + first
                            + " to " + (end - 1) + ", counted from 0");
        }
        return examples;
    }

    /** Stores one measurement a line. The same measurements give the same bytes. */
    public ArtifactRef write(ScoringTask task, List<ExampleMeasurement> measurements) throws IOException {
        return artifacts.writeFile(task.lossesPath(), out -> JsonLines.write(measurements.stream(), out));
    }

    /** Whether a file that was written is still there, unchanged. */
    public boolean isUnchanged(ArtifactRef losses) throws IOException {
        try {
            artifacts.file(losses);
            return true;
        } catch (ArtifactDamaged missingOrChanged) {
            return false;
        }
    }

    private static TrainingExample parse(String text, ArtifactRef file, long line) {
        try {
            return Json.mapper().readValue(text, TrainingExample.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "line " + (line + 1) + " of " + file.uri() + " is no example: it " + JsonReason.of(e, text), e);
        }
    }
}
