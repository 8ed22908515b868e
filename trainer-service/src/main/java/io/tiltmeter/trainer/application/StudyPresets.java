package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Studies that are ready to be requested: the files {@code study-presets/<name>.v<version>.json}, listed in {@code presets.txt}. A
 * file that {@code extends} another one has what that has too: objects are merged, lists follow one another, and other values
 * replace those of the other file.
 */
@Singleton
public final class StudyPresets {
    private static final String FOLDER = "study-presets/";
    private static final String EXTENDS = "extends";

    /** Those of a preset stand for themselves; other lists are added to those that it extends. */
    private static final String SEEDS = "seeds";

    private final List<Preset> all = text("presets.txt")
            .lines()
            .map(name -> Json.mapper().convertValue(read(name), Preset.class))
            .toList();

    /**
     * The requests of a study. In their texts {@code {seed}} stands for each seed; a number that is the seed is the text
     * {@code "{seed}"}. Mixtures, suites and base runs can be requested at once, sources when the mixtures that they are files of
     * are ready, derived mixtures when the sources are ready and the base runs have completed. The study may come at any time.
     *
     * @param preset its name
     * @param version counts up with every change of its requests
     * @param scale {@code lab}, or {@code 7b}: the paper's own models, data and settings
     * @param figure of Goyal et al. (ICLR 2025) that it repeats
     * @param question what it answers
     * @param paper what the paper says
     * @param seeds that are trained if none are named: those that judge its criteria
     * @param needs what must be there before the requests are sent
     * @param mixtures requests to the dataset-service, for each seed
     * @param suites likewise
     * @param baseRuns requests of runs that the study starts from, for each seed
     * @param sources requests to the dataset-service, for each seed: the files of mixtures as instruction data
     * @param derivedMixtures requests of mixtures that are filtered from these, for each seed
     * @param study the request of the study without {@code study_id} and {@code seeds}
     */
    public record Preset(
            String preset,
            int version,
            String scale,
            String figure,
            String title,
            String question,
            String paper,
            List<Long> seeds,
            List<Need> needs,
            List<Map<String, Object>> mixtures,
            List<Map<String, Object>> suites,
            List<Map<String, Object>> baseRuns,
            List<Map<String, Object>> sources,
            List<Map<String, Object>> derivedMixtures,
            Map<String, Object> study) {
        public Preset {
            needs = needs == null ? List.of() : needs;
            sources = sources == null ? List.of() : sources;
            derivedMixtures = derivedMixtures == null ? List.of() : derivedMixtures;
        }
    }

    /**
     * What a preset takes for there.
     *
     * @param kind {@code model}, a folder below the models directory; {@code source} or {@code suite}, at the dataset-service
     * @param name its name
     * @param what it is
     */
    public record Need(String kind, String name, String what) {}

    public List<Preset> all() {
        return all;
    }

    private static ObjectNode read(String name) {
        ObjectNode own = Json.read(text(name + ".json"), ObjectNode.class);
        JsonNode other = own.remove(EXTENDS);
        if (other == null) {
            return own;
        }
        ObjectNode general = read(other.asText());
        if (own.has(SEEDS)) {
            general.remove(SEEDS);
        }
        return (ObjectNode) merged(general, own);
    }

    private static JsonNode merged(JsonNode general, JsonNode own) {
        if (general instanceof ObjectNode object && own.isObject()) {
            own.properties()
                    .forEach(field -> object.set(
                            field.getKey(),
                            object.has(field.getKey())
                                    ? merged(object.get(field.getKey()), field.getValue())
                                    : field.getValue()));
            return object;
        }
        return general instanceof ArrayNode list && own instanceof ArrayNode further ? list.addAll(further) : own;
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
