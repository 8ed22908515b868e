package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.tiltmeter.contracts.request.MixtureRequest;
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

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class MixtureOpenApiTest {
    @Inject
    RequestReader requests;

    @Test
    void everyWorkedRequestIsValid() throws Exception {
        JsonNode paths = openApi().path("paths");
        List<String> mixtures =
                examples(paths.path("/api/v1/mixtures").path("post").path("requestBody"));
        assertEquals(5, mixtures.size(), "examples of a mixture request");
        for (String example : mixtures) {
            requests.read(bytes(example), "mixture-request", MixtureRequest.class, MixtureRequestCheck::check);
        }
    }

    @Test
    void workedAnswersAreWhatTheServiceAnswers() throws Exception {
        assertEquals(timeless(MixtureExamples.MIXTURE_READY), ready("/api/v1/mixtures", MixtureExamples.INSTRUCTION));
    }

    @Test
    void schemasHaveTheNamesOnTheWire() throws Exception {
        JsonNode schemas = openApi().path("components").path("schemas");
        assertTrue(schemas.path("MixtureRequest").path("properties").has("context_critical_share"), schemas.toString());
        assertTrue(schemas.path("SuiteResponse").path("properties").has("recipe_sha256"), schemas.toString());
    }

    @Test
    void pageToTryThemIsThere() {
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
    }

    private static JsonNode ready(String path, String request) throws Exception {
        String location =
                given().contentType(ContentType.JSON).body(request).post(path).header("Location");
        await().atMost(Duration.ofSeconds(60)).until(() -> given().get(location).path("status"), "ready"::equals);
        return timeless(given().get(location).asString());
    }

    private static JsonNode timeless(String answer) throws Exception {
        return ((ObjectNode) Json.mapper().readTree(answer)).without(List.of("created_at", "updated_at"));
    }

    private static JsonNode openApi() throws Exception {
        return Json.mapper().readTree(given().get("/q/openapi?format=json").asString());
    }

    private static List<String> examples(JsonNode requestBody) {
        List<String> examples = new ArrayList<>();
        requestBody.path("content").path("application/json").path("examples").forEach(example -> {
            JsonNode value = example.path("value");
            examples.add(value.isTextual() ? value.asText() : value.toString());
        });
        return examples;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
