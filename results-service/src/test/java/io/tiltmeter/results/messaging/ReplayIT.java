package io.tiltmeter.results.messaging;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.results.rest.OpenApiExamples;
import io.tiltmeter.results.rest.RunImportIT;
import io.tiltmeter.results.rest.SyntheticStudy;
import io.tiltmeter.results.rest.Waiting;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database that is lost is made again from the topics. */
@QuarkusTest
class ReplayIT {
    private static final List<String> RUNS = List.of("replayed-1", "replayed-2", "replayed-3");
    private static final List<String> ALL =
            List.of("replayed-1", "replayed-2", "replayed-3", "brought-labels", "brought-curve");
    private static final List<String> ANSWERS = List.of(
            "curves",
            "curves?format=csv",
            "curves?format=svg",
            "inversion",
            "scores?limit=1000",
            "evidence",
            "flips?limit=1000",
            "history?limit=1000",
            "outcomes?step=14&limit=1000");
    private static final int WITHOUT_ITEMS = 6;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Inject
    Flyway flyway;

    @Inject
    EntityManager entityManager;

    @Test
    void aLostDatabaseIsMadeAgainToTheSameBytesOfEveryAnswer() throws IOException {
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            for (String run : RUNS) {
                broker.publish(
                        new SyntheticStudy(artifacts, run, 20 + run.charAt(9), Instant.parse("2026-03-02T09:14:05Z"))
                                .all());
            }
        }
        given().contentType("text/csv")
                .body(RunImportIT.labels(30))
                .post("/api/v1/runs/import?name=brought-labels")
                .then()
                .statusCode(201);
        given().contentType("text/csv")
                .body(OpenApiExamples.CURVE)
                .post("/api/v1/runs/import?name=brought-curve")
                .then()
                .statusCode(201);
        given().contentType("text/csv")
                .body(OpenApiExamples.CURVE.replace("0.82", "0.9"))
                .post("/api/v1/runs/import?name=brought-curve&replace=true")
                .then()
                .statusCode(201);
        for (String run : List.of("brought-curve", "replayed-1")) {
            given().contentType("application/json")
                    .body(OpenApiExamples.RESULTS_FILE)
                    .post("/api/v1/results/import?run_id=" + run + "&step=14")
                    .then()
                    .statusCode(201);
        }
        awaitWhole();
        annotate("replayed-1", "{\"name\": \"first\"}");
        annotate("replayed-1", "{\"name\": \"The first\", \"tags\": [\"a\", \"b\"], \"note\": \"long\"}");
        annotate("brought-curve", "{\"archived\": true}");
        Map<String, String> before = answers();
        assertTrue(given().get("/api/v1/topics").jsonPath().getList("topics").size() >= 4);

        QuarkusTransaction.requiringNew()
                .run(() -> entityManager
                        .createNativeQuery("drop schema results cascade")
                        .executeUpdate());
        flyway.migrate();
        given().get("/api/v1/runs/" + RUNS.get(0)).then().statusCode(404);
        given().post("/api/v1/topics/read-again").then().statusCode(202);

        awaitWhole();
        Waiting.untilJson(
                "/api/v1/runs/replayed-1",
                run -> "The first".equals(run.getString("run_name"))
                        && List.of("a", "b").equals(run.getList("tags"))
                        && "long".equals(run.getString("note")));
        Waiting.untilJson("/api/v1/runs/brought-curve", run -> run.getBoolean("archived"));
        Map<String, String> after = answers();
        before.forEach((path, answer) -> assertEquals(answer, after.get(path), path));
        assertFalse(before.isEmpty());
    }

    private static void annotate(String run, String patch) {
        given().contentType("application/json")
                .body(patch)
                .patch("/api/v1/runs/" + run)
                .then()
                .statusCode(200);
    }

    private static void awaitWhole() {
        Waiting.untilScores("brought-labels", SyntheticStudy.STEPS.size());
        Waiting.untilScores("brought-curve", 3 * 2 + 1);
        Waiting.untilJson(
                "/api/v1/runs/brought-curve/curves",
                curve -> curve.getFloat("points[1].counterfactual_accuracy") == 0.9f);
        for (String run : RUNS) {
            Waiting.untilScores(run, 4 * SyntheticStudy.STEPS.size() + (run.endsWith("1") ? 1 : 0));
            Waiting.untilJson(
                    "/api/v1/runs/" + run,
                    each -> each.getString("status").equals("completed")
                            && each.getInt("checkpoints_saved") == SyntheticStudy.STEPS.size());
        }
    }

    private static Map<String, String> answers() {
        Map<String, String> answers = new TreeMap<>();
        for (String run : ALL) {
            for (String each : run.equals("brought-curve") ? ANSWERS.subList(0, WITHOUT_ITEMS) : ANSWERS) {
                String path = "/api/v1/runs/" + run + "/" + each;
                Response answer = given().get(path);
                assertEquals(200, answer.statusCode(), path);
                answers.put(path, each.equals("evidence") ? Sha256.of(answer.asByteArray()) : answer.asString());
            }
        }
        return answers;
    }
}
