package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.rest.SyntheticStudy.Judged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Other people's results, through the whole service. */
@QuarkusTest
class ImportIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    private static String file(int step, double arc, double mmlu) {
        return """
                {"results": {"arc_challenge": {"acc,none": 0.1, "acc_norm,none": %s, "acc_norm_stderr,none": 0.01},
                  "mmlu": {"acc,none": %s, "alias": "mmlu"}, "mmlu_anatomy": {"acc,none": 0.5},
                  "wikitext": {"word_perplexity,none": 31.5}},
                 "group_subtasks": {"mmlu": ["mmlu_anatomy"]}, "versions": {"arc_challenge": 1.0},
                 "n-shot": {"arc_challenge": 0, "mmlu_anatomy": 0}, "date": 1769440557.5, "lm_eval_version": "0.4.9",
                 "config": {"model_args": "pretrained=made/up,revision=step%d"}}""".formatted(arc, mmlu, step);
    }

    private static ValidatableResponse post(String query, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/v1/results/import?" + query)
                .then();
    }

    @Test
    void filesOfSeveralCheckpointsBecomeARunWithACurve() {
        post("run_id=theirs&run_name=Theirs", file(512, 0.25, 0.3))
                .statusCode(201)
                .header("Location", containsString("/api/v1/runs/theirs/curves"))
                .body("run_created", equalTo(true), "step", equalTo(512), "stored", equalTo(4))
                .body("tasks.task", equalTo(List.of("arc_challenge", "mmlu")))
                .body("not_charted", equalTo(List.of("mmlu_anatomy", "wikitext")));
        given().contentType("application/octet-stream")
                .body(file(1000, 0.35, 0.5).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/results/import?run_id=theirs")
                .then()
                .statusCode(201)
                .body("run_created", equalTo(false));
        post("run_id=theirs&file_name=x_step0.json&step=0", file(512, 0.15, 0.2))
                .statusCode(201);
        given().get("/api/v1/runs/theirs")
                .then()
                .body("imported", equalTo(true), "status", equalTo("completed"), "run_name", equalTo("Theirs"))
                .body("total_steps", equalTo(1000), "checkpoints_scored", equalTo(3))
                .body("checkpoints.waiting.flatten()", hasSize(0));
        JsonPath curve = given().get("/api/v1/runs/theirs/curves").jsonPath();
        assertEquals(List.of(0, 512, 1000), curve.getList("points.step"));
        assertEquals((0.25f + 0.3f) / 2, curve.getFloat("points[1].standard_mean"), 1e-6f);
        assertEquals(0.35f, curve.getFloat("points[2].standard.arc_challenge"));
        assertEquals(List.of("imported lm-evaluation-harness 0.4.9"), curve.getList("engines"));
        assertEquals(List.of(), curve.getList("mixed"));
        given().get("/api/v1/runs/theirs/scores?step=512")
                .then()
                .body("total", equalTo(4))
                .body("scores.find { it.task == 'wikitext' }.metrics['word_perplexity,none']", equalTo(31.5f))
                .body("scores.find { it.task == 'wikitext' }.accuracy", equalTo(null))
                .body("scores.find { it.task == 'mmlu' }.accuracy_low", equalTo(null))
                .body("scores.find { it.task == 'arc_challenge' }.accuracy_low", equalTo(0.25f - 0.019599639f))
                .body("scores.find { it.task == 'arc_challenge' }.arm", equalTo("0-shot"))
                .body("scores.find { it.task == 'arc_challenge' }.suite_version", equalTo("task version 1.0"));
        given().get("/api/v1/runs/theirs/inversion").then().body("verdict", equalTo("inconclusive"));
    }

    @Test
    void theSameAgainChangesNothingAndOtherNumbersNeedAWord() {
        post("run_id=twice", file(8, 0.25, 0.3)).statusCode(201);
        String version = given().get("/api/v1/runs/twice").jsonPath().getString("version");
        post("run_id=twice", file(8, 0.25, 0.3)).statusCode(200).body("stored", equalTo(0), "unchanged", equalTo(4));
        assertEquals(version, given().get("/api/v1/runs/twice").jsonPath().getString("version"));
        post("run_id=twice", file(8, 0.25, 0.4))
                .statusCode(409)
                .body("detail", containsString("mmlu (0-shot) is 0.3 in the imported file"))
                .body("detail", containsString("and 0.4 in this file"));
        assertEquals(version, given().get("/api/v1/runs/twice").jsonPath().getString("version"));
        post("run_id=twice&replace=true", file(8, 0.25, 0.4))
                .statusCode(201)
                .body("replaced", equalTo(1), "unchanged", equalTo(3));
        given().get("/api/v1/runs/twice/curves").then().body("points[0].standard.mmlu", equalTo(0.4f));
    }

    @Test
    void importedPointsAreShownBesideOursAndNeverReplaceThem() throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, "joined", 40, Instant.parse("2026-03-02T09:14:05Z"));
        List<ProducerRecord<String, String>> events = new ArrayList<>(study.atStep(0));
        events.add(study.run(RunStatus.TRAINING, 14));
        SyntheticSuite ours = study.suites().get(3);
        events.add(study.evaluation(ours, 28, Judged.by("contains", "0-shot", ours.answers(28))));
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(events);
        }
        Waiting.untilScores("joined", 5);
        String theirs = "{\"results\": {\"open_book\": {\"acc\": 0.5}, \"piqa\": {\"acc\": 0.6}}}";
        post("run_id=joined&step=14", theirs)
                .statusCode(201)
                .body("tasks[0].suite_id", equalTo("made-up-open-book-40"));
        given().get("/api/v1/runs/joined")
                .then()
                .body("imported", equalTo(false), "checkpoints_scored", equalTo(1), "status", equalTo("training"));
        given().get("/api/v1/runs/joined/curves")
                .then()
                .body("points[0].complete", equalTo(true), "points[0].standard.size()", equalTo(3))
                .body("points[1].standard.piqa", equalTo(0.6f));
        given().get("/api/v1/runs/joined/scores?step=14").then().body("total", equalTo(2));
        post("run_id=joined&step=28&replace=true", theirs.replace("}}}", "}}, \"n-shot\": {\"open_book\": 0}}"))
                .statusCode(409)
                .body("detail", containsString("as evaluated here and 0.5 in this file"));
    }

    @Test
    void wrongImportsAreRefusedWholeWithEveryFault() {
        post("run_id=No!&step=-1&replace=maybe", "{}")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("run_id", "step", "replace")));
        post("run_id=refused", file(1, 0.5, 0.5).replace("step1", "main"))
                .statusCode(400)
                .body("faults[0].field", equalTo("step"));
        post("run_id=refused&file_name=a_step9.json", file(1, 0.5, 0.5))
                .statusCode(400)
                .body("faults[0].limit", containsString("[1, 9]"));
        post("run_id=refused&step=1", file(1, 1.5, Double.NaN)).statusCode(400).body("faults", hasSize(2));
        given().get("/api/v1/runs/refused").then().statusCode(404);
    }
}
