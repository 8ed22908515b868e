package io.tiltmeter.dataset.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Recipes have the bytes and hashes of stored-recipes.txt, as in existing databases: a request whose recipe had other bytes
 * would be built again, or refused as another recipe of its id.
 */
class StoredRecipeTest {
    private static final RequestReader READER = new RequestReader();
    private static final String BASE_JSON = "{\"uri\":\"artifact:runs/lab-20-base/40/manifest.json\",\"sha256\":\""
            + "a".repeat(64) + "\",\"bytes\":7}";
    private static final MeasurementRequest LOSSES = new MeasurementRequest(
            Measure.LOSSES,
            new StoredCheckpoint(
                    "lab-20-base",
                    40,
                    40,
                    ArtifactRef.of("runs/lab-20-base/40/manifest.json", "a".repeat(64), 7),
                    Optional.empty()),
            "alpaca.v3",
            "b".repeat(64),
            "alpaca");
    private static final MeasurementRequest TOKENS_OF_AN_ADAPTER = new MeasurementRequest(
            Measure.TOKENS,
            new StoredCheckpoint(
                    "adapter",
                    3,
                    40,
                    ArtifactRef.of("runs/adapter/3/manifest.json", "c".repeat(64), 7),
                    Optional.of(ArtifactRef.of("runs/lab-20-base/40/manifest.json", "a".repeat(64), 7))),
            "alpaca.v3",
            "b".repeat(64),
            "plain");

    @Test
    void storedRecipesHaveTheirPinnedBytesAndHashes() throws Exception {
        String stored;
        try (InputStream in = StoredRecipeTest.class.getResourceAsStream("stored-recipes.txt")) {
            stored = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> written = new ArrayList<>();
        for (String entry : stored.strip().split("\n\n")) {
            String request = entry.lines().findFirst().orElseThrow();
            DatasetService.Requested dataset = requested(request);
            written.add(String.join("\n", request, dataset.recipe(), dataset.recipeSha256(), dataset.id()));
        }
        assertEquals(stored.strip(), String.join("\n\n", written));
    }

    @Test
    void measurementsHaveTheirPinnedIds() {
        assertEquals("m-f156dc6e492e35b8cafe0164", LOSSES.id());
        assertEquals("m-43a7b71ebbaf438367be7bcc", TOKENS_OF_AN_ADAPTER.id());
    }

    @Test
    void labelingsAndSourcesHaveTheRecipesTheyAlwaysHad() throws Exception {
        LabelingRecipe labeling = new LabelingRecipe(LOSSES, 0.25, "loss_without_context");
        assertEquals("""
                {"question":{"measure":"losses","model":{"run_id":"lab-20-base","step":40,"total_steps":40,"model":%s},\
                "source_id":"alpaca.v3","rows_sha256":"%s","template":"alpaca"},"share":0.25,\
                "score":"loss_without_context"}""".formatted(BASE_JSON, "b".repeat(64)), Json.mapper().writeValueAsString(labeling));
        assertEquals("labeling-605acb036595", labeling.id());
        SourceRecipe source = new SourceRecipe(
                "alpaca",
                "path inbox/alpaca.jsonl",
                ArtifactRef.of("inbox/alpaca.jsonl", "d".repeat(64), 9),
                Optional.of(TOKENS_OF_AN_ADAPTER.model()),
                "plain",
                "");
        assertEquals(
                """
                {"name":"alpaca","from":"path inbox/alpaca.jsonl",\
                "file":{"uri":"artifact:inbox/alpaca.jsonl","sha256":"%s","bytes":9},\
                "tokenizer":{"run_id":"adapter","step":3,"total_steps":40,\
                "model":{"uri":"artifact:runs/adapter/3/manifest.json","sha256":"%s","bytes":7},"base":%s},\
                "template":"plain"}""".formatted("d".repeat(64), "c".repeat(64), BASE_JSON),
                Json.mapper().writeValueAsString(source));
        assertEquals("9d84fb3364220d8a457f621d15489f10fe0824524399585591bd4b49a76315e0", source.sha256());
        for (Object recipe : List.of(labeling, source)) {
            assertEquals(recipe, Json.mapper().readValue(Json.mapper().writeValueAsString(recipe), recipe.getClass()));
        }
    }

    @Test
    void aStoredRecipeIsWrittenAsItWasRead() throws Exception {
        String stored;
        try (InputStream in = StoredRecipeTest.class.getResourceAsStream("stored-recipes.txt")) {
            stored = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String entry : stored.strip().split("\n\n")) {
            String recipe = entry.lines().toList().get(1);
            Class<?> type = isMixture(recipe) ? MixtureRequest.class : SuiteRequest.Made.class;
            assertEquals(recipe, Json.mapper().writeValueAsString(Json.mapper().readValue(recipe, type)));
        }
    }

    private static DatasetService.Requested requested(String json) {
        if (!isMixture(json)) {
            return SuiteRecipes.requested(READER.readWithDefaults(
                    bytes(json), "suite-request", SuiteRequest.Made.class, (request, faults) -> {}));
        }
        MixtureRequest request =
                READER.readWithDefaults(bytes(json), "mixture-request", MixtureRequest.class, (whole, faults) -> {});
        if (!(request instanceof MixtureRequest.Sources sources)) {
            return MixtureService.requested((MixtureRequest.Lab) request);
        }
        List<MeasurementRequest> needed = json.contains("run:") ? List.of(LOSSES, TOKENS_OF_AN_ADAPTER) : List.of();
        return MixtureService.requested(
                sources.resolved(source -> source + ".v3", suite -> suite + ".v1", model -> model + "@40"), needed);
    }

    private static boolean isMixture(String json) {
        return json.contains("_pretraining\"") || json.contains("_instruction\"") || json.contains("\"sources\"");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
