package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.util.ArrayList;
import java.util.List;

/** Requests preset studies, each part as soon as it can be. A repeated request starts nothing twice. */
final class PresetRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BETWEEN_CHECKS_MILLIS = 500;

    private final Rest rest;
    private final String datasets;
    private final String trainer;

    /**
     * @param datasets address of the dataset-service's resources, with a slash at its end
     * @param trainer likewise of the trainer-service
     */
    PresetRequests(Rest rest, String datasets, String trainer) {
        this.rest = rest;
        this.datasets = datasets;
        this.trainer = trainer;
    }

    /** Every preset of the trainer-service. */
    List<JsonNode> presets() {
        List<JsonNode> presets = new ArrayList<>();
        rest.get(trainer + "studies/presets", JsonNode.class)
                .orElseThrow(() -> new StartupException("there is no list of presets at " + trainer))
                .path("presets")
                .forEach(presets::add);
        return presets;
    }

    /**
     * The seeds that a preset is run with.
     *
     * @param wanted its own if null
     */
    static ArrayNode seeds(JsonNode preset, List<Long> wanted) {
        ArrayNode seeds = JSON.createArrayNode();
        if (wanted == null) {
            preset.path("seeds").forEach(seeds::add);
        } else {
            wanted.forEach(seeds::add);
        }
        return seeds;
    }

    /** The id of a preset's study by default: another version is another study. */
    static String studyId(JsonNode preset) {
        return preset.path("preset").asText() + "-v" + preset.path("version").asInt();
    }

    /** What can be requested at once: mixtures, suites and base runs of each seed. */
    void inputs(JsonNode preset, ArrayNode seeds) {
        seeds.forEach(seed -> {
            preset.path("mixtures").forEach(each -> post(datasets + "mixtures", "mixture_id", each, seed));
            preset.path("suites").forEach(each -> post(datasets + "suites", "suite_id", each, seed));
            preset.path("base_runs").forEach(each -> post(trainer + "runs", "run_name", each, seed));
        });
    }

    /** The study itself, whose runs wait for what is not there yet; one that is there gains the seeds. */
    void study(JsonNode preset, ArrayNode seeds, String id) {
        if (rest.get(trainer + "studies/" + id, JsonNode.class).isPresent()) {
            ObjectNode body = JSON.createObjectNode();
            body.set("seeds", seeds);
            rest.post(trainer + "studies/" + id + "/seeds", "study-" + id + "-" + seeds, body);
            return;
        }
        rest.post(trainer + "studies", "study-" + id, request(preset, seeds, id));
    }

    /** What the study would start: the response to a dry run. */
    JsonNode plan(JsonNode preset, ArrayNode seeds, String id) {
        ObjectNode body = request(preset, seeds, id);
        body.put("dry_run", true);
        return rest.post(trainer + "studies", "plan-" + id, body);
    }

    private static ObjectNode request(JsonNode preset, ArrayNode seeds, String id) {
        ObjectNode body = preset.path("study").deepCopy();
        body.put("study_id", id).set("seeds", seeds);
        return body;
    }

    /** The files of its mixtures as sources, and what is filtered from them; waits until both can be requested. */
    void derived(JsonNode preset, ArrayNode seeds) {
        if (preset.path("derived_mixtures").isEmpty()) {
            return;
        }
        for (JsonNode seed : seeds) {
            preset.path("mixtures")
                    .forEach(each -> await(
                            datasets + "mixtures/"
                                    + withSeed(each, seed.asText())
                                            .path("mixture_id")
                                            .asText(),
                            "ready"));
            for (JsonNode each : preset.path("sources")) {
                JsonNode source = post(datasets + "sources", "name", each, seed);
                await(datasets + "sources/" + source.path("source_id").asText(), "ready");
            }
            preset.path("base_runs")
                    .forEach(each -> await(
                            trainer + "runs/"
                                    + withSeed(each, seed.asText())
                                            .path("run_name")
                                            .asText(),
                            "completed"));
            preset.path("derived_mixtures").forEach(each -> post(datasets + "mixtures", "mixture_id", each, seed));
        }
    }

    private void await(String address, String status) {
        while (true) {
            JsonNode found = rest.get(address, JsonNode.class)
                    .orElseThrow(() -> new StartupException("there is nothing at " + address));
            String there = found.path("status").asText();
            if (there.equals(status)) {
                return;
            }
            if (there.equals("failed") || there.equals("cancelled")) {
                throw new StartupException(
                        address + " is " + there + ": " + found.path("reason").asText());
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(BETWEEN_CHECKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while a study was requested.", e);
        }
    }

    /** The key of a request is the name in it, as that of the default study. */
    private JsonNode post(String address, String nameField, JsonNode template, JsonNode seed) {
        ObjectNode body = withSeed(template, seed.asText());
        return rest.post(address, body.path(nameField).asText(), body);
    }

    static ObjectNode withSeed(JsonNode template, String seed) {
        try {
            return (ObjectNode) JSON.readTree(
                    template.toString().replace("\"{seed}\"", seed).replace("{seed}", seed));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for seed " + seed + ": " + template, e);
        }
    }
}
