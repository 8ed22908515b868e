package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TheoryIT {
    private static ValidatableResponse run(String fields) {
        return given().contentType(ContentType.JSON)
                .body("{" + fields.replace('\'', '"') + "}")
                .post("/api/v1/theories")
                .then();
    }

    @Test
    void aRequestWithoutFieldsIsTheDefaultRun() {
        run("").statusCode(200)
                .body("settings.context_critical", equalTo(12))
                .body("settings.b", equalTo(20.0f))
                .body("settings.test_delta_m", equalTo(List.of(0.3f, 0.95f)))
                .body("points.size()", lessThanOrEqualTo(60))
                .body("points[0].step", equalTo(0))
                .body("points[-1].step", equalTo(1000))
                .body("points[0].classes.example_class", equalTo(List.of("context_critical", "non_context_critical")))
                .body("sentence", containsString("falls to 0.605 at step 1000: inversion."))
                .body("assumption.holds", equalTo(true))
                .body("warnings", hasSize(0));
    }

    @Test
    void theWorkedExampleIsWhatTheServiceAnswers() throws Exception {
        JsonNode example = OpenApiExamples.value("TheoryResource", "run", "200", "the default run");
        JsonNode request = OpenApiExamples.value("TheoryResource", "run", "request", "the default run");
        JsonNode answer = Json.mapper()
                .readTree(given().contentType(ContentType.JSON)
                        .body(request.toString())
                        .post("/api/v1/theories")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        assertEquals(example.path("sentence"), answer.path("sentence"));
        assertEquals(example.path("points").size(), answer.path("points").size());
        for (int i = 0; i < answer.path("points").size(); i++) {
            for (String field : List.of("context_share", "attention", "held_out_loss")) {
                assertEquals(
                        example.path("points").path(i).path(field).doubleValue(),
                        answer.path("points").path(i).path(field).doubleValue(),
                        1e-4,
                        field);
            }
        }
    }

    @Test
    void aBrokenAssumptionIsWarnedOf() {
        run("'delta_c': 0.05, 'delta_m': 0.5, 'held_out': 0")
                .statusCode(200)
                .body("assumption.holds", equalTo(false))
                .body("warnings.warning", hasItem("assumption_broken"))
                .body("points[0].held_out_loss", nullValue());
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        run("'delta_c': 0, 'steps': 20000")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("faults.field", equalTo(List.of("delta_c", "steps")))
                .body(
                        "faults[1].remedy",
                        equalTo(OpenApiExamples.value("TheoryResource", "run", "400", "two faults")
                                .at("/faults/1/remedy")
                                .asText()));
    }

    @Test
    void thePresetsSayWhatTheyShow() {
        given().get("/api/v1/theories/presets")
                .then()
                .statusCode(200)
                .body("presets.preset", equalTo(List.of("proposition-1", "proposition-2", "proposition-3")))
                .body("presets.shown", everyItem(equalTo(true)))
                .body("presets[0].expectations[0].measure", equalTo("m_c"));
    }

    @Test
    void aPresetsRequestCanBeSent() throws Exception {
        JsonNode preset = Json.mapper()
                .readTree(given().get("/api/v1/theories/presets").asString())
                .at("/presets/2/runs/2");
        given().contentType(ContentType.JSON)
                .body(preset.path("request").toString())
                .post("/api/v1/theories")
                .then()
                .statusCode(200)
                .body("sentence", equalTo(preset.path("sentence").asText()));
    }
}
