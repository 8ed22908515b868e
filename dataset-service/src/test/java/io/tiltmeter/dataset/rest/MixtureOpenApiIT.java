package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.request.LabelingRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.contracts.request.SweepRequest;
import io.tiltmeter.dataset.application.DatasetRequestCheck;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of mixtures, labelings and sources in the OpenAPI document are valid and true. */
@QuarkusTest
class MixtureOpenApiIT {
    private static final String MIXTURES = "/api/v1/mixtures";

    @Inject
    RequestReader requests;

    private OpenApiDocument document;

    @BeforeEach
    void read() {
        document = OpenApiDocument.get();
    }

    @Test
    void mixtureRequestsAreValid() {
        for (JsonNode example : examples(MIXTURES, 5)) {
            requests.checkWithDefaults("mixture-request", MixtureRequest.class, example, DatasetRequestCheck::check);
        }
    }

    @Test
    void sweepRequestsAreValid() {
        for (JsonNode example : examples(MIXTURES + "/augmentation-sweep", 1)) {
            requests.checkWithDefaults("sweep-request", SweepRequest.class, example, DatasetRequestCheck::checkSweep);
        }
    }

    @Test
    void labelingRequestsAreValid() {
        for (JsonNode example : examples("/api/v1/labelings", 2)) {
            requests.checkWithDefaults("labeling-request", LabelingRequest.class, example, (json, faults) -> {});
        }
    }

    @Test
    void sourceRequestsAreValid() {
        for (JsonNode example : examples("/api/v1/sources", 2)) {
            requests.checkWithDefaults("source-request", SourceRequest.class, example, (json, faults) -> {});
        }
    }

    @Test
    void readyMixtureIsTheResponseToItsRequest() {
        JsonNode ready = document.response(MIXTURES, "post", "200", "ready");
        assertEquals(
                OpenApiDocument.timeless(ready),
                OpenApiDocument.timeless(OpenApiDocument.ready(
                        MIXTURES, document.requests(MIXTURES).get("instruction"))));
        assertEquals(ready, document.response(MIXTURES + "/{id}", "get", "200", "ready"));
    }

    @Test
    void faultsAreTheResponseToAnInvalidRequest() {
        assertEquals(
                document.response(MIXTURES, "post", "400", "two faults"),
                OpenApiDocument.parsed(post(MIXTURES, "{\"recipe\": \"lab_finetuning\"}")
                        .extract()
                        .asString()));
    }

    @Test
    void schemasHaveTheFieldNamesOfTheJson() {
        assertTrue(
                document.schema("MixtureRequest").findParent("context_critical_share") != null,
                document.schema("MixtureRequest").toString());
        assertTrue(document.schema("SuiteResponse").path("properties").has("recipe_sha256"));
    }

    @Test
    void swaggerUiIsServed() {
        get("/q/swagger-ui/").statusCode(200).body(containsString("swagger"));
    }

    private Iterable<JsonNode> examples(String path, int count) {
        Map<String, JsonNode> examples = document.requests(path);
        assertEquals(count, examples.size(), "examples of requests to " + path);
        return examples.values();
    }
}
