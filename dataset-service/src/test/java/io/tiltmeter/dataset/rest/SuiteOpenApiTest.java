package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.request.SuiteImportRequest;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of suites are what the service takes and answers. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SuiteOpenApiTest {
    @Inject
    RequestReader requests;

    @Test
    void everyWorkedRequestIsValid() throws Exception {
        List<String> suites = examples("/api/v1/suites");
        assertEquals(4, suites.size(), "examples of a suite request");
        for (String example : suites) {
            if (SuiteRequestCheck.namesAFile(example.getBytes(StandardCharsets.UTF_8))) {
                requests.read(
                        bytes(example), "suite-import-request", SuiteImportRequest.class, SuiteRequestCheck::named);
            } else {
                requests.read(bytes(example), "suite-request", SuiteRequest.class, LabRequestCheck::checkWorld);
            }
        }
        List<String> lints = examples("/api/v1/suites/{id}/lint");
        assertEquals(2, lints.size(), "examples of a lint request");
        for (String example : lints) {
            requests.read(bytes(example), "suite-lint-request", SuiteLintRequest.class);
        }
    }

    @Test
    void workedAnswersAreWhatTheServiceAnswers() throws Exception {
        String location =
                Sending.post("/api/v1/suites", SuiteExamples.CONFLICT).extract().header("Location");
        await().atMost(Duration.ofSeconds(60)).until(() -> given().get(location).path("status"), "ready"::equals);
        assertEquals(
                timeless(SuiteExamples.READY), timeless(given().get(location).asString()));
        assertEquals(
                timeless(SuiteExamples.IMPORTED),
                timeless(Sending.send("varn", SuiteExamples.FILE)
                        .statusCode(201)
                        .extract()
                        .asString()));
        assertEquals(
                Json.mapper().readTree(SuiteExamples.REFUSED),
                Json.mapper()
                        .readTree(Sending.send(
                                        "varn",
                                        SuiteExamples.FILE.lines().toList().get(1))
                                .statusCode(400)
                                .extract()
                                .asString()));
    }

    @Test
    void schemasHaveTheNamesOnTheWire() throws Exception {
        JsonNode schemas = openApi().path("components").path("schemas");
        assertTrue(schemas.path("SuiteResponse").path("properties").has("imported_from"), schemas.toString());
        assertTrue(schemas.path("LintResponse").path("properties").has("suite_id"), schemas.toString());
        assertTrue(schemas.path("SuiteLintRequest").path("properties").has("known_names"), schemas.toString());
    }

    private static JsonNode timeless(String answer) throws Exception {
        return ((ObjectNode) Json.mapper().readTree(answer)).without(List.of("created_at", "updated_at"));
    }

    private static JsonNode openApi() throws Exception {
        return Json.mapper().readTree(given().get("/q/openapi?format=json").asString());
    }

    private static List<String> examples(String path) throws Exception {
        List<String> examples = new ArrayList<>();
        openApi()
                .path("paths")
                .path(path)
                .path("post")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("examples")
                .forEach(example -> {
                    JsonNode value = example.path("value");
                    examples.add(value.isTextual() ? value.asText() : value.toString());
                });
        return examples;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
