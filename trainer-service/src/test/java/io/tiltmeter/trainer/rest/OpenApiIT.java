package io.tiltmeter.trainer.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.trainer.finetuning.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiIT {
    @Test
    void everyWorkedRequestIsValid() throws Exception {
        List<String> examples = new ArrayList<>();
        openApi()
                .path("paths")
                .path("/api/v1/runs")
                .path("post")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("examples")
                .forEach(example -> {
                    JsonNode value = example.path("value");
                    examples.add(value.isTextual() ? value.asText() : value.toString());
                });
        assertEquals(5, examples.size());
        for (String example : examples) {
            assertEquals(List.of(), Requests.faults(example));
        }
    }

    @Test
    void everyWorkedResponseCanBeRead() throws Exception {
        read("", "post", "202", "waiting", RunUpdated.class);
        read("", "post", "400", "three faults", Problem.class);
        read("/{id}", "get", "200", "training", RunUpdated.class);
        read("/{id}/losses", "get", "200", "two steps", LossHistoryResponse.class);
        for (String[] study : new String[][] {
            {"", "post", "202", "queued"},
            {"/{id}", "get", "200", "training"},
            {"/{id}/cancel", "post", "202", "cancelled"},
            {"/{id}/seeds", "post", "202", "grown"},
            {"/{id}/conditions", "post", "202", "with a third"}
        }) {
            readOf("/studies" + study[0], study[1], study[2], study[3], StudyResponse.class);
        }
        readOf("/studies", "post", "200", "two runs", StudyPlanResponse.class);
        readOf("/studies", "post", "400", "two faults", Problem.class);
        read("/{id}/checkpoints", "get", "200", "one saved", CheckpointListResponse.class);
    }

    private static void read(String path, String method, String status, String example, Class<?> type)
            throws Exception {
        readOf("/runs" + path, method, status, example, type);
    }

    private static void readOf(String path, String method, String status, String example, Class<?> type)
            throws Exception {
        JsonNode content = openApi()
                .path("paths")
                .path("/api/v1" + path)
                .path(method)
                .path("responses")
                .path(status)
                .path("content")
                .elements()
                .next();
        assertNotNull(
                Json.mapper().treeToValue(content.path("examples").path(example).path("value"), type));
    }

    @Test
    void everyOperationHasAnIdOfItsOwn() throws Exception {
        List<String> ids = new ArrayList<>();
        openApi()
                .path("paths")
                .forEach(path -> path.forEach(
                        operation -> ids.add(operation.path("operationId").asText())));
        assertTrue(ids.containsAll(List.of("startRun", "listRuns", "showRun", "startStudy")), ids.toString());
        assertEquals(Set.copyOf(ids).size(), ids.size(), ids.toString());
        assertTrue(ids.stream().allMatch(id -> id.matches("[a-z][A-Za-z]+")), ids.toString());
    }

    @Test
    void schemasHaveTheNamesOnTheWire() throws Exception {
        JsonNode schemas = openApi().path("components").path("schemas");
        assertTrue(
                schemas.path("RunRequest").path("properties").has("per_device_train_batch_size"), schemas.toString());
        assertTrue(schemas.path("RunUpdated").path("properties").has("tokens_per_second"), schemas.toString());
    }

    @Test
    void thePagesAroundTheServiceAreThere() {
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
        given().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
        given().get("/q/info").then().statusCode(200).body("tiltmeter.service", is("trainer-service"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("tiltmeter_runs{status=\"failed\"}"));
    }

    private static JsonNode openApi() throws Exception {
        return Json.mapper().readTree(given().get("/q/openapi?format=json").asString());
    }
}
