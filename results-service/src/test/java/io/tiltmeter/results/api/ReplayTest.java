package io.tiltmeter.results.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A database that is lost is made again from the topics. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ReplayTest {
    private static final List<String> RUNS = List.of("replayed-1", "replayed-2", "replayed-3");
    private static final List<String> ANSWERS =
            List.of("curves", "curves?format=csv", "curves?format=svg", "inversion", "outcomes?step=14&limit=1000");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Inject
    Flyway flyway;

    @Inject
    Jdbi jdbi;

    @Test
    void aLostDatabaseIsMadeAgainToTheSameBytesOfEveryAnswer() throws IOException {
        try (Broker broker = new Broker(bootstrapServers)) {
            for (String run : RUNS) {
                broker.send(
                        new SyntheticStudy(artifacts, run, 20 + run.charAt(9), Instant.parse("2026-03-02T09:14:05Z"))
                                .all());
            }
        }
        awaitWhole();
        Map<String, String> before = answers();
        assertTrue(given().get("/api/v1/topics").jsonPath().getList("topics").size() >= 4);

        jdbi.useHandle(handle -> handle.execute("drop schema results cascade"));
        flyway.migrate();
        given().get("/api/v1/runs/" + RUNS.get(0)).then().statusCode(404);
        given().post("/api/v1/topics/read-again").then().statusCode(202);

        awaitWhole();
        Map<String, String> after = answers();
        before.forEach((path, answer) -> assertEquals(answer, after.get(path), path));
        assertFalse(before.isEmpty());
    }

    private static void awaitWhole() {
        for (String run : RUNS) {
            Waiting.untilScores(run, 4 * SyntheticStudy.STEPS.size());
            Waiting.untilJson(
                    "/api/v1/runs/" + run,
                    each -> each.getString("status").equals("completed")
                            && each.getInt("checkpoints_saved") == SyntheticStudy.STEPS.size());
        }
    }

    private static Map<String, String> answers() {
        Map<String, String> answers = new TreeMap<>();
        for (String run : RUNS) {
            for (String each : ANSWERS) {
                String path = "/api/v1/runs/" + run + "/" + each;
                Response answer = given().get(path);
                assertEquals(200, answer.statusCode(), path);
                answers.put(path, answer.asString());
            }
        }
        return answers;
    }
}
