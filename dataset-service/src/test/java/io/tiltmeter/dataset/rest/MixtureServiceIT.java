package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Mixtures from sources, through requests, evaluators' results and the store. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class MixtureServiceIT {
    private static final int WITH_CONTEXT = 40;
    private static final int WITHOUT = 20;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Test
    void contextCriticalRowsAreKeptByWhatEvaluatorsMeasure() throws Exception {
        source("critical");
        try (Evaluators evaluators =
                new Evaluators(bootstrapServers, artifacts, "scale", (request, times) -> Evaluators.Answer.GOOD)) {
            String request = """
                    {"mixture_id": "critical-only", "recipe": "sources", "seed": 7, "template": "alpaca",
                     "max_length": 1000, "tokenizer": "run:scale",
                     "parts": [{"source": "critical", "filters": [
                       {"filter": "context_only"}, {"filter": "context_critical", "model": "run:scale", "share": 0.5}]}]}""";
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> post(request).extract().statusCode() != 400);
            ready("critical-only")
                    .body("recipe.parts[0].source", equalTo("critical.v1"))
                    .body("recipe.parts[0].filters[1].model", equalTo("run:scale@7"))
                    .body("measuring", hasSize(2))
                    .body("class_counts.context_critical", equalTo(WITH_CONTEXT / 2))
                    .body("example_count", equalTo(WITH_CONTEXT / 2));
            given().get("/api/v1/mixtures/critical-only/report")
                    .then()
                    .statusCode(200)
                    .body("parts[0].filters.filter", equalTo(List.of("context_only", "context_critical", "max_length")))
                    .body("parts[0].filters[0].removed", equalTo(WITHOUT))
                    .body("parts[0].filters[1].kept", equalTo(WITH_CONTEXT / 2))
                    .body("parts[0].filters[1].removed_share", equalTo(0.5f))
                    .body("parts[0].filters[1].histogram.cut_off", org.hamcrest.Matchers.notNullValue())
                    .body("parts[0].filters[1].removed_examples.size()", org.hamcrest.Matchers.greaterThan(0));
            for (TrainingExample example : examples("critical-only")) {
                ExampleLosses losses = example.origin().orElseThrow().losses().orElseThrow();
                assertEquals(Evaluators.losses(example), losses, example.id());
                assertEquals(ExampleClass.CONTEXT_CRITICAL, example.exampleClass());
            }
            int requested = evaluators.requests().size();
            post(request.replace("critical-only", "critical-again")).statusCode(202);
            ready("critical-again");
            assertEquals(requested, evaluators.requests().size(), "existing measurements were requested again");
            assertEquals(
                    event("critical-only").examples().sha256(),
                    event("critical-again").examples().sha256());
        }
    }

    @Test
    void paperRatiosAreOneRequest() throws IOException {
        source("swept");
        given().contentType(ContentType.JSON)
                .body("""
                        {"mixture": {"mixture_id": "swept", "recipe": "sources", "seed": 3,
                                     "parts": [{"source": "swept"}]}}""")
                .post("/api/v1/mixtures/augmentation-sweep")
                .then()
                .statusCode(202)
                .body(
                        "mixtures.mixture_id",
                        equalTo(List.of("swept-cf0", "swept-cf1", "swept-cf2", "swept-cf5", "swept-cf10")));
        ready("swept-cf0").body("example_count", equalTo(WITH_CONTEXT + WITHOUT));
        ready("swept-cf10").body("example_count", equalTo(WITH_CONTEXT + WITHOUT + 6));
        List<TrainingExample> augmented = examples("swept-cf10").stream()
                .filter(example -> example.origin().orElseThrow().substitution().isPresent())
                .toList();
        assertEquals(6, augmented.size());
        for (TrainingExample example : augmented) {
            String original =
                    example.origin().orElseThrow().substitution().orElseThrow().original();
            assertTrue(!(example.input() + example.output()).contains(original), example.toString());
        }
    }

    @Test
    void chainThatLeavesNothingFailsWithWhichFilterAndWhatToDo() {
        source("emptied");
        post("""
                {"mixture_id": "emptied", "recipe": "sources", "seed": 1,
                 "parts": [{"source": "emptied", "filters": [{"filter": "regex", "pattern": "xyzzy"}]}]}""").statusCode(202);
        status("emptied", "failed").body("reason", containsString("regex"));
    }

    @Test
    void everyFaultIsNamedAtItsPlace() {
        source("faulty");
        post("""
                {"recipe": "sources", "seed": 1, "parts": [
                  {"source": "faulty", "share": 1.2, "filters": [{"filter": "magic"}]},
                  {"source": "faulty", "share": 0.4, "filters": [{"filter": "regex", "pattern": "("}]}]}""")
                .statusCode(400)
                .body("faults.field", hasItem("parts[0].share"))
                .body("faults.field", hasItem("parts[0].filters[0].filter"))
                .body("faults.field", hasItem("parts[1].filters[0].pattern"));
        post("""
                {"recipe": "sources", "seed": 1, "tokenizer": "run:nobody", "max_length": 9, "parts": [
                  {"source": "nowhere", "filters": [{"filter": "overlap", "suite": "nothing"},
                    {"filter": "context_critical", "model": "run:nobody"}]}]}""")
                .statusCode(400)
                .body(
                        "faults.field",
                        containsInAnyOrder(
                                "tokenizer",
                                "parts[0].source",
                                "parts[0].filters[0].suite",
                                "parts[0].filters[1].model"));
        given().contentType(ContentType.JSON)
                .body("{\"mixture\": {\"recipe\": \"lab_instruction\", \"seed\": 1}, \"ratios\": [0, 2, 0]}")
                .post("/api/v1/mixtures/augmentation-sweep")
                .then()
                .statusCode(400)
                .body(
                        "faults.field",
                        containsInAnyOrder("mixture.mixture_id", "mixture.recipe", "ratios[1]", "ratios[2]"));
        given().get("/api/v1/mixtures/nowhere/report").then().statusCode(404);
    }

    private MixtureReady event(String id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> Topic.events(bootstrapServers, EventTypes.MIXTURE_READY, id), events -> !events.isEmpty())
                .get(0);
    }

    private List<TrainingExample> examples(String id) throws IOException {
        return JsonLines.readAll(artifacts.file(event(id).examples()), TrainingExample.class);
    }

    private static void source(String name) {
        String rows = IntStream.rangeClosed(1, WITH_CONTEXT + WITHOUT)
                .mapToObj(i -> row(i <= WITH_CONTEXT ? i : -i))
                .collect(Collectors.joining());
        given().contentType("application/octet-stream")
                .queryParam("name", name)
                .body((rows + name).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources")
                .then()
                .statusCode(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/api/v1/sources/" + name + ".v1").path("status"), "ready"::equals);
    }

    /** Rows with a context name a plainly made-up person. */
    private static String row(int i) {
        String given = "Zar" + (char) ('a' + Math.abs(i) % 26) + "n";
        String family = "Quell" + (char) ('a' + Math.abs(i) / 26) + (char) ('a' + Math.abs(i) % 26) + "or";
        String input = i < 0
                ? ""
                : "The bridge number " + i + " was designed by Dr. " + given + " " + family + ". She lived near it.";
        return "{\"instruction\": \"" + (i < 0 ? "Say " + -i + "." : "Who designed the bridge?") + "\", \"input\": \""
                + input + "\", \"output\": \"" + (i < 0 ? "number " + -i : given + " " + family) + "\"}\n";
    }

    private static ValidatableResponse post(String request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/mixtures")
                .then();
    }

    private static ValidatableResponse ready(String id) {
        return status(id, "ready");
    }

    private static ValidatableResponse status(String id, String wanted) {
        String path = "/api/v1/mixtures/" + id;
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get(path).path("status"), status -> !"building".equals(status));
        return given().get(path).then().body("status", equalTo(wanted));
    }
}
