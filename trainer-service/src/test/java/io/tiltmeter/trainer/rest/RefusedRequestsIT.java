package io.tiltmeter.trainer.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import io.tiltmeter.trainer.application.RunCalls;
import io.tiltmeter.trainer.application.TinyWorld;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.RunRepository;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that start nothing, and say everything that is wrong with them. */
@QuarkusTest
class RefusedRequestsIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Inject
    RunRepository runs;

    @Inject
    DatasetRepository datasets;

    @BeforeEach
    void publishAMixture() throws IOException {
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(
                    EventTypes.MIXTURE_READY, "known-docs", new TinyWorld(artifacts).documents("known-docs", 10));
        }
    }

    @Test
    void everyFaultComesAtOnceWithItsValueLimitAndRemedy() {
        List<String> before = QuarkusTransaction.requiringNew().call(runs::ids);
        Map<String, Map<String, String>> faults = byField("""
                {"run_name": "Bad Name", "model_name_or_path": "../../etc", "mixture": "unheard-of", "learning_rate": 2.0,
                 "max_steps": -5, "seed": "twenty", "learning_rat": 0.1, "finetuning_type": "lora",
                 "lora_target_modules": ["c_attn"], "suites": ["unheard-suite"], "warmup_ratio": 1.5}""");
        assertEquals(
                List.of(
                        "learning_rat",
                        "learning_rate",
                        "lora_target_modules[0]",
                        "max_steps",
                        "model_name_or_path",
                        "run_name",
                        "seed",
                        "warmup_ratio"),
                faults.keySet().stream().sorted().toList());
        assertEquals("2.0", faults.get("learning_rate").get("value"));
        assertEquals("is outside (0, 0.1]", faults.get("learning_rate").get("limit"));
        assertTrue(faults.get("learning_rate").get("remedy").contains("diverges"));
        assertEquals(before, QuarkusTransaction.requiringNew().call(runs::ids));
    }

    @Test
    void aRequestWithoutItsRequiredFieldsSaysWhich() {
        assertEquals(
                List.of("mixture", "model_name_or_path", "run_name"),
                byField("{}").keySet().stream().sorted().toList());
    }

    @Test
    void aSuiteOfWhichNoItemFitsTheModelIsRefused() throws IOException {
        SuiteItem item = new SuiteItem(
                "long", "long", "w1 ".repeat(40).strip(), "w2", "w3", "w4", List.of(), List.of(), List.of());
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(EventTypes.SUITE_READY, "too-long", new TinyWorld(artifacts).suite("too-long", item));
        }
        Awaitility.await()
                .until(() -> QuarkusTransaction.requiringNew()
                        .call(() -> datasets.suites(List.of("too-long")).size() == 1
                                && datasets.mixture("known-docs").isPresent()));
        assertEquals("""
                suites[0] too-long: a suite with an item that fits the model: it has 32 positions, and the shortest of 1 items \
                needs 43; send another suite, or a model with a larger max_position_embeddings""", fault(ofPositions(32)));
        RunCalls.cancel(RunCalls.start(ofPositions(43)));
    }

    private static String fault(String body) {
        Map<String, String> fault = byField(body).get("suites[0]");
        return new Fault(fault.get("field"), fault.get("value"), fault.get("limit"), fault.get("remedy")).toString();
    }

    private static String ofPositions(int positions) {
        return """
                {"run_name": "short", "mixture": "known-docs", "suites": ["too-long"], "max_steps": 1, "model_config":
                 {"model_type": "llama", "hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1,
                  "num_attention_heads": 1, "max_position_embeddings": %d}}""".formatted(positions);
    }

    @Test
    void aMalformedModelIsNotSaidToBeMissing() {
        assertEquals(
                List.of("model_config.hidden_size"), List.copyOf(byField("""
                        {"run_name": "r", "mixture": "known-docs", "model_config": {"model_type": "llama",
                         "hidden_size": 0, "intermediate_size": 32, "num_hidden_layers": 1,
                         "num_attention_heads": 2}}""").keySet()));
    }

    @Test
    void bodiesThatAreNoRequestAreRefused() {
        assertEquals(List.of("body"), List.copyOf(byField("[1, 2]").keySet()));
        assertTrue(byField("{\"run_name\": ").keySet().iterator().next().startsWith("body"));
        String tenMegabytes = "{\"run_name\": \"" + "x".repeat(10 << 20) + "\"}";
        assertEquals(List.of("body"), List.copyOf(byField(tenMegabytes).keySet()));
    }

    @Test
    void anUnknownRunComesWithTheKnownOnes() {
        String id = RunCalls.start(RunCalls.fresh("listed", "known-docs", "\"max_steps\": 1"));
        for (String path : List.of("", "/losses", "/checkpoints")) {
            given().get("/api/v1/runs/nobody" + path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("detail", containsString(id));
        }
        assertEquals(404, RunCalls.cancel("nobody").statusCode());
        assertEquals(404, RunCalls.retry("nobody").statusCode());
    }

    @Test
    void listsTakeALimitAnOffsetAndAStatus() {
        RunCalls.start(RunCalls.fresh("page-a", "known-docs", "\"max_steps\": 1"));
        RunCalls.start(RunCalls.fresh("page-b", "known-docs", "\"max_steps\": 1"));
        given().get("/api/v1/runs?limit=1")
                .then()
                .body("runs.size()", is(1), "runs[0].run_id", is("page-b"), "limit", is(1));
        given().get("/api/v1/runs?limit=1&offset=1").then().body("runs[0].run_id", is("page-a"));
        given().get("/api/v1/runs?limit=0&offset=x").then().statusCode(400).body("faults.size()", is(2));
        given().get("/api/v1/runs?status=done").then().statusCode(400);
        Awaitility.await()
                .untilAsserted(() -> given().get("/api/v1/runs?status=completed&limit=1000")
                        .then()
                        .statusCode(200)
                        .body("runs.run_id.contains('page-b')", is(true)));
    }

    @Test
    void theSameRequestIsTheSameRunATakenNameGetsANumberAndAnIdempotencyKeyNamesOneRun() {
        String body = RunCalls.fresh("named", "known-docs", "\"max_steps\": 1");
        assertEquals("named", RunCalls.start(body));
        assertEquals("named", RunCalls.start(body));
        assertEquals("named-2", RunCalls.start(body.replace("\"max_steps\": 1", "\"max_steps\": 3")));
        Response first = keyed("key-1", body);
        assertEquals("named-3", first.path("run_id"));
        assertTrue(first.header("Location").endsWith("/api/v1/runs/named-3"), first.header("Location"));
        assertEquals("named-3", keyed("key-1", body).path("run_id"));
        Response other = keyed("key-1", body.replace("\"max_steps\": 1", "\"max_steps\": 2"));
        assertEquals(409, other.statusCode());
        assertTrue(other.<String>path("detail").contains("named-3"), other.asString());
    }

    @Test
    void theSameRequestAsThatOfACancelledRunIsNoSilentSuccess() {
        String body = RunCalls.fresh("given-up", "nobodys", "\"max_steps\": 1");
        assertEquals("given-up", RunCalls.start(body));
        RunCalls.cancel("given-up");
        Response again = given().contentType(ContentType.JSON).body(body).post("/api/v1/runs");
        assertEquals(409, again.statusCode());
        assertEquals(
                "the same request started run given-up, which is cancelled; send an Idempotency-Key to start it once more"
                        + " as another run",
                again.path("detail"));
        assertEquals("given-up-2", keyed("key-2", body).path("run_id"));
    }

    private static Response keyed(String key, String body) {
        return given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/runs");
    }

    private static Map<String, Map<String, String>> byField(String body) {
        return RunCalls.faults(body).stream().collect(Collectors.toMap(fault -> fault.get("field"), fault -> fault));
    }
}
