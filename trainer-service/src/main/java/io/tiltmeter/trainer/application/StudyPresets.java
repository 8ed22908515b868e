package io.tiltmeter.trainer.application;

import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Studies that are ready to be requested: the files {@code study-presets/<name>.v<version>.json}, listed in {@code presets.txt}. */
@Singleton
public final class StudyPresets {
    private static final String FOLDER = "study-presets/";

    private final List<Preset> all = text("presets.txt")
            .lines()
            .map(name -> Json.read(text(name + ".json"), Preset.class))
            .toList();

    /**
     * The requests of a study. In their texts {@code {seed}} stands for each seed; a number that is the seed is the text
     * {@code "{seed}"}.
     *
     * @param preset its name
     * @param version counts up with every change of its requests
     * @param question what it answers
     * @param seeds that are trained if none are named
     * @param mixtures requests to the dataset-service, for each seed
     * @param suites likewise
     * @param baseRuns requests of runs that the study starts from, for each seed
     * @param study the request of the study without {@code study_id} and {@code seeds}
     */
    public record Preset(
            String preset,
            int version,
            String title,
            String question,
            List<Long> seeds,
            List<Map<String, Object>> mixtures,
            List<Map<String, Object>> suites,
            List<Map<String, Object>> baseRuns,
            Map<String, Object> study) {}

    public List<Preset> all() {
        return all;
    }

    private static String text(String file) {
        try (InputStream in = StudyPresets.class.getClassLoader().getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("no preset at " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
