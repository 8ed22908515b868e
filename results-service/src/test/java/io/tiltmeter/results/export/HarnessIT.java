package io.tiltmeter.results.export;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import io.tiltmeter.results.rest.SyntheticStudy;
import io.tiltmeter.results.rest.SyntheticStudy.Judged;
import io.tiltmeter.results.rest.SyntheticSuite;
import io.tiltmeter.results.rest.Waiting;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Results and samples in lm-evaluation-harness' shape, through the whole service. */
@QuarkusTest
class HarnessIT {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Inject
    ArtifactStore artifacts;

    @Test
    void aCheckpointIsOneResultsFileAndASamplesFileATask() throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, "shaped", 40, START);
        SyntheticSuite suite = study.suites().get(1);
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(List.of(
                    study.run(RunStatus.TRAINING, 14),
                    study.evaluation(suite, 14, judged(suite, "0-shot", 0.5)),
                    study.evaluation(suite, 14, judged(suite, "5-shot", 0.75)),
                    study.evaluation(study.suites().get(0), 14)));
        }
        Waiting.untilScores("shaped", 3);
        String body = given().get("/api/v1/runs/shaped/results?step=14")
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"results_2026-03-02T09-14-21.000000.json\"")
                .extract()
                .asString();
        JsonNode results = Json.mapper().readTree(body);
        assertEquals(0.5, results.at("/results/closed_book/acc,none").asDouble());
        assertEquals(0.75, results.at("/results/closed_book@5-shot/acc,none").asDouble());
        assertEquals("5-shot", results.at("/tiltmeter/differing/date/0/arm").asText());
        String samples = given().get("/api/v1/runs/shaped/samples?step=14&task=closed_book@5-shot")
                .then()
                .statusCode(200)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"samples_closed_book@5-shot_2026-03-02T09-14-21.000000.jsonl\"")
                .extract()
                .asString();
        assertEquals("{\"doc_id\": 0, \"acc\": 0.75}\n{\"doc_id\": 1, \"task\": \"part\"}\n", samples);
        assertEquals(
                "{\"doc_id\": 1, \"task\": \"part\"}\n",
                given().get("/api/v1/runs/shaped/samples?step=14&task=part@5-shot")
                        .asString());
        given().get("/api/v1/runs/shaped/samples?step=14&task=mmlu")
                .then()
                .statusCode(404)
                .body("detail", containsString("known: closed_book"));
        given().get("/api/v1/runs/shaped/results?step=3")
                .then()
                .statusCode(404)
                .body("detail", containsString("known: 14"));
        given().get("/api/v1/runs/shaped/results").then().statusCode(400).body("faults[0].field", equalTo("step"));
        Files.writeString(artifactDirectory.resolve("shaped/0-shot/samples.jsonl"), "{}");
        given().get("/api/v1/runs/shaped/samples?step=14&task=closed_book")
                .then()
                .statusCode(500)
                .contentType("application/problem+json");
    }

    private Judged judged(SyntheticSuite suite, String arm, double accuracy) throws IOException {
        String results = """
                {"results": {"closed_book": {"acc,none": %s}}, "n-shot": {"closed_book": 0}, "configs": {"part": {}}, "date": %s}""".formatted(accuracy, accuracy);
        return Judged.by("closed_book", arm, suite.answers(14))
                .reported(
                        Map.of("acc,none", accuracy),
                        new HarnessFiles(
                                write("shaped/" + arm + "/results.json", results),
                                write(
                                        "shaped/" + arm + "/samples.jsonl",
                                        "{\"doc_id\": 0, \"acc\": " + accuracy
                                                + "}\n{\"doc_id\": 1, \"task\": \"part\"}\n")));
    }

    private ArtifactRef write(String path, String text) throws IOException {
        return artifacts.writeFile(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
