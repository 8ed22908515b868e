package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.dataset.rest.Evaluators.Answer;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Shards of 256 examples; the rows here make three of them. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class LabelingServiceIT {
    private static final int WITH_CONTEXT = 600;
    private static final int WITHOUT = 40;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Test
    void rowsAreLabelledByTheAnswersAndOnce() throws Exception {
        source("labelled");
        try (Evaluators evaluators = evaluators("judge", (request, times) -> Answer.GOOD)) {
            String location = ask("""
                    {"source": "labelled", "model": "run:judge", "template": "alpaca"}""")
                    .statusCode(202)
                    .body("status", equalTo("building"))
                    .body("model", equalTo("run:judge@7"))
                    .body("source_id", equalTo("labelled.v1"))
                    .body("measuring", hasSize(1))
                    .extract()
                    .header("Location");
            ready(location)
                    .body("class_counts.subject_critical", equalTo(WITHOUT))
                    .body("class_counts.non_context_critical", equalTo((WITH_CONTEXT - 1) / 4))
                    .body("class_counts.context_critical", equalTo(WITH_CONTEXT - 1 - (WITH_CONTEXT - 1) / 4))
                    .body("class_counts.unlabelled", equalTo(1))
                    .body("measuring[0].examples_done", equalTo(WITH_CONTEXT))
                    .body("measuring[0].unscored", equalTo(1));
            assertEquals(3, evaluators.requests().size());
            given().get(location + "/labels?limit=2&offset=598")
                    .then()
                    .body("total", equalTo(WITH_CONTEXT + WITHOUT))
                    .body("labels[0].row", equalTo(599))
                    .body("labels[1].example_class", equalTo("unlabelled"));

            ask("""
                    {"source": "labelled.v1", "model": "run:judge@7", "template": "alpaca", "share": 0.5}""").statusCode(202).header("Location", containsString("/api/v1/labelings/labeling-"));
            ask("{\"source\": \"labelled\", \"model\": \"run:judge\", \"template\": \"alpaca\"}")
                    .statusCode(200)
                    .header("Location", endsWith(location.substring(location.indexOf("/api"))));
            assertEquals(3, evaluators.requests().size(), "the same losses were requested again");
        }
    }

    @Test
    void lostRepeatedAndDamagedAnswersChangeNothing() throws Exception {
        source("disturbed");
        String undisturbed;
        try (Evaluators evaluators = evaluators("calm", (request, times) -> Answer.GOOD)) {
            undisturbed = labels("disturbed", "run:calm");
        }
        try (Evaluators evaluators = evaluators("wild", (request, times) -> switch (request.shard()) {
            case 0 -> Answer.TWICE;
            case 1 -> times == 1 ? Answer.LOST : Answer.GOOD;
            default -> times <= 1 ? Answer.DAMAGED : times == 2 ? Answer.IN_WRONG_ORDER : Answer.GOOD;
        })) {
            assertEquals(undisturbed, labels("disturbed", "run:wild"));
            assertTrue(evaluators.requests().size() > 3, "nothing was requested again");
        }
    }

    @Test
    void whatEvaluatorsGiveUpFailsAndCanBeAskedForAgain() throws Exception {
        source("hopeless");
        try (Evaluators evaluators =
                evaluators("small", (request, times) -> times == 1 ? Answer.GIVEN_UP : Answer.GOOD)) {
            String request = "{\"source\": \"hopeless\", \"model\": \"run:small\"}";
            String location = ask(request).statusCode(202).extract().header("Location");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> given().get(location).path("status"), "failed"::equals);
            given().get(location)
                    .then()
                    .body("reason", containsString("the model does not fit"))
                    .body("measuring[0].status", equalTo("failed"));
            ask(request).statusCode(202);
            ready(location).body("class_counts.subject_critical", equalTo(WITHOUT));
        }
    }

    @Test
    void tokensAreCountedWhereATokenizerIsNamed() throws Exception {
        try (Evaluators evaluators = evaluators("counter", (request, times) -> Answer.GOOD)) {
            given().contentType("application/octet-stream")
                    .queryParam("name", "counted")
                    .queryParam("tokenizer", "run:counter")
                    .body(rows().getBytes(StandardCharsets.UTF_8))
                    .post("/api/v1/sources")
                    .then()
                    .statusCode(202);
            String path = "/api/v1/sources/counted.v1";
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> given().get(path).path("token_counts[0].status"), "done"::equals);
            given().get(path)
                    .then()
                    .body("token_counts[0].examples_total", equalTo(WITH_CONTEXT + WITHOUT))
                    .body("token_counts[0].measure", equalTo("tokens"))
                    .body("token_counts[0].model", equalTo("run:counter@7"));
            int tokens = given().get(path).path("token_counts[0].tokens");
            int longest = given().get(path).path("token_counts[0].longest_tokens");
            assertTrue(tokens > longest && longest > 0, tokens + " and " + longest);
        }
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        ask("{\"source\": \"nowhere\", \"model\": \"run:nobody\", \"share\": 0.3}")
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("source", "model"));
        ask("{\"source\": \"nowhere\", \"model\": \"gpt2\", \"share\": 1.5, \"score\": \"luck\"}")
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("model", "share", "score"));
        given().get("/api/v1/labelings/nowhere").then().statusCode(404);
    }

    private String labels(String source, String model) {
        String location = ask("{\"source\": \"" + source + "\", \"model\": \"" + model + "\"}")
                .extract()
                .header("Location");
        ready(location);
        return given().get(location + "/labels.jsonl").asString();
    }

    private Evaluators evaluators(String runId, Evaluators.Behaviour behaviour) {
        Evaluators evaluators = new Evaluators(bootstrapServers, artifacts, runId, behaviour);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !ask("{\"source\": \"nowhere\", \"model\": \"run:" + runId + "\"}")
                        .extract()
                        .asString()
                        .contains("no checkpoint of this run"));
        return evaluators;
    }

    private static void source(String name) {
        given().contentType("application/octet-stream")
                .queryParam("name", name)
                .body((rows() + name).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources")
                .then()
                .statusCode(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/api/v1/sources/" + name + ".v1").path("status"), "ready"::equals);
    }

    private static String rows() {
        return IntStream.rangeClosed(1, WITH_CONTEXT + WITHOUT)
                .mapToObj(i -> "{\"instruction\": \"What is told?\", \"input\": \""
                        + (i <= WITH_CONTEXT ? "Number " + i + " is told." : "") + "\", \"output\": \""
                        + (i == WITH_CONTEXT ? "endless" : "number " + i) + "\"}\n")
                .collect(Collectors.joining());
    }

    private static ValidatableResponse ask(String request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/labelings")
                .then();
    }

    private static ValidatableResponse ready(String location) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> given().get(location).path("status"), status -> !"building".equals(status));
        return given().get(location).then().body("status", equalTo("ready"));
    }
}
