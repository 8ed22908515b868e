package io.tiltmeter.dataset.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.rest.LabRequestCheck;
import io.tiltmeter.dataset.rest.MixtureRequestCheck;
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
 * The bytes and hashes of recipes in stored-recipes.txt, which are those of databases that exist: a request whose recipe
 * were written otherwise would be built again, or refused as another recipe of its id.
 */
class StoredRecipeTest {
    private static final RequestReader READER = new RequestReader();
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
    void everyRecipeHasTheBytesAndTheHashItAlwaysHad() throws Exception {
        String stored;
        try (InputStream in = StoredRecipeTest.class.getResourceAsStream("stored-recipes.txt")) {
            stored = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> written = new ArrayList<>();
        for (String entry : stored.strip().split("\n\n")) {
            String request = entry.lines().findFirst().orElseThrow();
            RequestedDataset dataset = requested(request);
            written.add(String.join("\n", request, dataset.recipe(), dataset.recipeSha256(), dataset.id()));
        }
        assertEquals(stored.strip(), String.join("\n\n", written));
    }

    @Test
    void measurementsHaveTheIdsTheyAlwaysHad() {
        assertEquals("m-f156dc6e492e35b8cafe0164", LOSSES.id());
        assertEquals("m-43a7b71ebbaf438367be7bcc", TOKENS_OF_AN_ADAPTER.id());
    }

    @Test
    void aStoredRecipeIsReadAndWrittenAsItIs() throws Exception {
        String stored;
        try (InputStream in = StoredRecipeTest.class.getResourceAsStream("stored-recipes.txt")) {
            stored = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String entry : stored.strip().split("\n\n")) {
            String recipe = entry.lines().toList().get(1);
            Class<?> type = isMixture(recipe) ? MixtureRequest.class : SuiteRequest.class;
            assertEquals(recipe, Json.mapper().writeValueAsString(Json.mapper().readValue(recipe, type)));
        }
    }

    private static RequestedDataset requested(String json) {
        if (!isMixture(json)) {
            return RequestedDataset.of(
                    READER.read(bytes(json), "suite-request", SuiteRequest.class, LabRequestCheck::checkWorld));
        }
        MixtureRequest request =
                READER.read(bytes(json), "mixture-request", MixtureRequest.class, MixtureRequestCheck::check);
        if (!request.isFromSources()) {
            return RequestedDataset.of(request);
        }
        List<MeasurementRequest> asked = json.contains("run:") ? List.of(LOSSES, TOKENS_OF_AN_ADAPTER) : List.of();
        return RequestedDataset.ofSources(
                request.resolved(source -> source + ".v3", suite -> suite + ".v1", model -> model + "@40"), asked);
    }

    private static boolean isMixture(String json) {
        return json.contains("_pretraining\"") || json.contains("_instruction\"") || json.contains("\"sources\"");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
