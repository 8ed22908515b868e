package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.request.LabelingRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.contracts.request.SweepRequest;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worked examples of mixtures, labelings and sources are what the service takes and answers. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class MixtureOpenApiIT {
    private static final String MIXTURES = "/api/v1/mixtures";

    @Inject
    RequestReader requests;

    @Test
    void everyWorkedRequestIsValid() {
        OpenApiDocument document = OpenApiDocument.get();
        Map<String, JsonNode> mixtures = document.requests(MIXTURES);
        assertEquals(5, mixtures.size(), "examples of a mixture request");
        for (JsonNode example : mixtures.values()) {
            requests.checkWithDefaults("mixture-request", MixtureRequest.class, example, MixtureRequestCheck::check);
        }
        Map<String, JsonNode> sweeps = document.requests(MIXTURES + "/augmentation-sweep");
        assertEquals(1, sweeps.size(), "examples of a sweep request");
        for (JsonNode example : sweeps.values()) {
            requests.checkWithDefaults("sweep-request", SweepRequest.class, example, MixtureRequestCheck::checkSweep);
        }
        Map<String, JsonNode> labelings = document.requests("/api/v1/labelings");
        assertEquals(2, labelings.size(), "examples of a labeling request");
        for (JsonNode example : labelings.values()) {
            requests.checkWithDefaults("labeling-request", LabelingRequest.class, example, (json, faults) -> {});
        }
        Map<String, JsonNode> sources = document.requests("/api/v1/sources");
        assertEquals(2, sources.size(), "examples of a source request");
        for (JsonNode example : sources.values()) {
            requests.checkWithDefaults("source-request", SourceRequest.class, example, (json, faults) -> {});
        }
    }

    @Test
    void workedResponsesAreThoseOfTheService() {
        OpenApiDocument document = OpenApiDocument.get();
        JsonNode ready = document.response(MIXTURES, "post", "200", "ready");
        assertEquals(
                OpenApiDocument.timeless(ready),
                OpenApiDocument.timeless(OpenApiDocument.ready(
                        MIXTURES, document.requests(MIXTURES).get("instruction"))));
        assertEquals(ready, document.response(MIXTURES + "/{id}", "get", "200", "ready"));
        assertEquals(
                document.response(MIXTURES, "post", "400", "two faults"),
                OpenApiDocument.parsed(given().contentType("application/json")
                        .body("{\"recipe\": \"lab_finetuning\"}")
                        .post(MIXTURES)
                        .asString()));
    }

    @Test
    void schemasHaveTheNamesOnTheWire() {
        OpenApiDocument document = OpenApiDocument.get();
        assertTrue(
                document.schema("MixtureRequest").findParent("context_critical_share") != null,
                document.schema("MixtureRequest").toString());
        assertTrue(document.schema("SuiteResponse").path("properties").has("recipe_sha256"));
    }

    @Test
    void pageToTryThemIsThere() {
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
    }
}
