package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.application.DatasetService;
import io.tiltmeter.dataset.application.LabelingRecipe;
import io.tiltmeter.dataset.application.MeasurementRequest;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.dataset.application.WithoutWorkers;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.servicetest.StatementCounter;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A request makes as many statements for much as for little. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
class StatementCountIT {
    private static final int MANY = 50;

    @Inject
    StatementCounter statements;

    @Inject
    RequestReader requests;

    @Inject
    MeasurementService measurements;

    @Test
    void listsOfManyMakeAsManyStatementsAsListsOfOne() {
        IntStream.range(0, MANY).forEach(i -> upload("counted", "row " + i));
        for (int i = 0; i < MANY; i++) {
            MeasurementRequest needed = losses("judge-" + i);
            accept("counted-classes-" + i, Kind.LABELING, new LabelingRecipe(needed, 0.25, "loss_difference"), needed);
            accept("counted-mixture-" + i, Kind.MIXTURE, mixture("judge-" + i), needed);
            DatasetCalls.post("/api/v1/suites", labSuite(i)).statusCode(202);
        }
        assertSameForOneAndMany("sources", "sources[%d].source_id", 3);
        assertSameForOneAndMany("labelings", "labelings[%d].measuring[0].model", 3);
        assertSameForOneAndMany("mixtures", "mixtures[%d].measuring[0].model", 3);
        assertSameForOneAndMany("suites", "suites[%d].suite_id", 2);
    }

    @Test
    void acceptingMakesAsManyStatementsHoweverManyThereAre() {
        long suite = statements.count(() -> DatasetCalls.post("/api/v1/suites", labSuite(1_000)));
        long source = statements.count(() -> upload("versions", "row"));
        for (int i = 0; i < MANY; i++) {
            DatasetCalls.post("/api/v1/suites", labSuite(1_001 + i)).statusCode(202);
            upload("versions", "row " + i);
        }
        assertEquals(suite, statements.count(() -> DatasetCalls.post("/api/v1/suites", labSuite(2_000))));
        assertEquals(source, statements.count(() -> upload("versions", "the last row")));
        assertTrue(suite <= 5 && source <= 8, suite + " and " + source + " statements");
        assertEquals(1, statements.count(() -> given().get("/api/v1/suites/counted-lab-suite-1000")));
        assertEquals(2, statements.count(() -> given().get("/api/v1/sources/versions.v1")));
    }

    /** @param last the path of what the last of the list must have */
    private void assertSameForOneAndMany(String list, String last, int expected) {
        for (int limit : List.of(1, MANY)) {
            long made = statements.count(() -> {
                Response answer = given().get("/api/v1/" + list + "?limit=" + limit);
                assertEquals(limit, answer.jsonPath().getList(list).size(), list);
                assertTrue(answer.path(last.formatted(limit - 1)) != null, answer.asString());
                return answer;
            });
            assertEquals(expected, made, limit + " " + list);
        }
    }

    private void accept(String id, Kind kind, Object recipe, MeasurementRequest needed) {
        measurements.acceptDataset(
                new DatasetService.Requested(id, kind, Json.write(recipe), Sha256.of(id)), List.of(needed));
    }

    private static Response upload(String name, String answer) {
        Response response = given().contentType("application/octet-stream")
                .body("{\"instruction\": \"Count.\", \"output\": \"%s\"}"
                        .formatted(answer)
                        .getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources?name=" + name);
        assertEquals(202, response.statusCode(), response.asString());
        return response;
    }

    private static MeasurementRequest losses(String run) {
        ArtifactRef model = ArtifactRef.of("checkpoints/" + run + "/manifest.json", Sha256.of(run), 1);
        return new MeasurementRequest(
                Measure.LOSSES,
                new StoredCheckpoint(run, 7, 7, model, Optional.empty()),
                "counted.v1",
                Sha256.of("rows"),
                "alpaca");
    }

    private MixtureRequest mixture(String run) {
        String json = """
                {"recipe": "sources", "seed": 7, "template": "alpaca", "parts": [{"source": "counted.v1",
                 "filters": [{"filter": "context_critical", "model": "run:%s@7", "share": 0.5}]}]}""".formatted(run);
        return requests.readWithDefaults(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                "mixture-request",
                MixtureRequest.class,
                (request, faults) -> {});
    }

    private static String labSuite(int seed) {
        return "{\"suite_id\": \"counted-lab-suite-%d\", \"recipe\": \"lab_closed_book\", \"seed\": %1$d}"
                .formatted(seed);
    }
}
