package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Runs of other people, imported whole, through the whole service. */
@QuarkusTest
public class RunImportIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Inject
    RunQueries runs;

    private static ValidatableResponse post(String query, String type, String body) {
        return given().contentType(type)
                .body(body)
                .post("/api/v1/runs/import?" + query)
                .then();
    }

    private static ValidatableResponse csv(String query, String body) {
        return post(query, "text/csv", body);
    }

    /** Labels of the synthetic conflict suite at every step of its study. */
    public static String labels(int facts) {
        SyntheticSuite suite = SyntheticSuite.lab(facts).get(0);
        StringBuilder csv = new StringBuilder("step,item,label,cluster\n");
        for (int step : SyntheticStudy.STEPS) {
            for (ItemOutcome outcome : suite.answers(step)) {
                csv.append(step)
                        .append(',')
                        .append(outcome.itemId())
                        .append(',')
                        .append(outcome.contextAnswerFound() ? "c" : outcome.memoryAnswerFound() ? "m" : "n")
                        .append(',')
                        .append(outcome.clusterId())
                        .append('\n');
            }
        }
        return csv.toString();
    }

    /** 22.7 MB; the log has the time that it took. */
    @Test
    void aFileOfNearlyAsManyLabelsAsAreReadIsStoredWhole() {
        int items = 9_000;
        String[] kinds = {"context", "memory", "both", "neither"};
        StringBuilder csv = new StringBuilder("step,item,label,cluster\n");
        for (int step = 0; step < 22; step++) {
            for (int item = 0; item < items; item++) {
                csv.append(step)
                        .append(",\"a long id of an item, as files of others have them, with number ")
                        .append(1_000_000 + item)
                        .append("\",")
                        .append(kinds[(step * 7 + item * 13) % kinds.length])
                        .append(",\"cluster of the item ")
                        .append(1_000_000 + item / 2)
                        .append("\"\n");
            }
        }
        csv("name=large", csv.toString()).statusCode(201).body("items", equalTo(items), "checkpoints", equalTo(22));
        given().get("/api/v1/runs/large/curves")
                .then()
                .body("points.size()", equalTo(22), "points[21].counterfactual_accuracy", equalTo(0.5f));
        csv("name=large", csv.toString()).statusCode(200).body("state", equalTo("unchanged"));
    }

    /** The checkpoints of a file are stored one after another, and none is slower for those before it. */
    @Test
    void aFileOfManyCheckpointsIsStoredWhole() {
        int steps = 2_000;
        StringBuilder csv = new StringBuilder("step,item,label\n");
        for (int step = 0; step < steps; step++) {
            csv.append(step).append(",one,c\n").append(step).append(",two,m\n");
        }
        csv("name=many-checkpoints", csv.toString()).statusCode(201).body("checkpoints", equalTo(steps));
        given().get("/api/v1/runs/many-checkpoints/scores?limit=1").then().body("total", equalTo(steps));
    }

    @Test
    void aCurveBecomesARunWithItsNumbersAndIntervals() {
        csv(
                        "name=Their SFT",
                        OpenApiExamples.CURVE
                                .replace("items,", "items,training_loss,")
                                .replace(",400,", ",400,1.5,"))
                .statusCode(201)
                .header("Location", containsString("/api/v1/runs/their-sft/curves"))
                .body("run_id", equalTo("their-sft"), "run_name", equalTo("Their SFT"), "format", equalTo("curve"))
                .body("state", equalTo("created"), "run_created", equalTo(true), "checkpoints", equalTo(3));
        JsonPath curve = given().get("/api/v1/runs/their-sft/curves").jsonPath();
        assertEquals(List.of(0, 14, 250), curve.getList("points.step"));
        assertEquals("cf_imported", curve.getString("suite"));
        assertEquals(0.82f, curve.getFloat("points[1].counterfactual_accuracy"));
        assertEquals(0.7795f, curve.getFloat("points[1].counterfactual_low"), 1e-3f);
        assertEquals(0.037f, curve.getFloat("points[1].parametric_accuracy"));
        assertEquals(0.455f, curve.getFloat("points[1].standard_mean"));
        assertEquals(1.5f, curve.getFloat("points[2].training_loss_nats"));
        assertEquals(List.of(), curve.getList("mixed"));
        given().get("/api/v1/runs/their-sft/inversion").then().statusCode(200).body("verdict", notNullValue());
        given().get("/api/v1/runs/their-sft")
                .then()
                .body("imported", equalTo(true), "conflict_suites", equalTo(List.of("cf_imported")))
                .body("checkpoints_scored", equalTo(3), "total_steps", equalTo(250));
        given().get("/api/v1/runs/their-sft/curves?format=svg").then().statusCode(200);
    }

    @Test
    void aCurveWithoutItemsAndParametricAccuracyHasNoBoundsAndNoSuchSeries() {
        csv("name=bare", "step,counterfactual_accuracy\n0,0.5\n10,0.75\n").statusCode(201);
        given().get("/api/v1/runs/bare/curves")
                .then()
                .body("points[1].counterfactual_accuracy", equalTo(0.75f))
                .body("points[1].counterfactual_low", equalTo(null))
                .body("points[1].parametric_accuracy", equalTo(null));
        given().get("/api/v1/runs/bare/scores")
                .then()
                .body("scores[0].parametric_accuracy", equalTo(null), "scores[0].imported", equalTo(true));
        given().get("/api/v1/runs/bare/inversion").then().statusCode(200);
    }

    @Test
    void aFallingCurveIsJudgedWithoutItemsAndTheVerdictSaysSo() {
        StringBuilder csv = new StringBuilder("step,counterfactual_accuracy,parametric_accuracy,items,standard_mean\n");
        for (int point = 0; point < 20; point++) {
            double fallen = point < 5 ? 0.1 * (5 - point) / 5 : 0.5 * (point - 5) / 14;
            csv.append(point * 10)
                    .append(',')
                    .append(0.8 - fallen)
                    .append(',')
                    .append(0.05 + fallen)
                    .append(",400,")
                    .append(0.6 + 0.01 * point)
                    .append('\n');
        }
        csv("name=falling", csv.toString()).statusCode(201);
        given().get("/api/v1/runs/falling/inversion")
                .then()
                .body("verdict", equalTo("inversion"), "paired", equalTo(false), "mcnemar_p", equalTo(null));
        given().get("/api/v1/runs/falling/flips").then().statusCode(404);
    }

    @Test
    void labelsAreJudgedAsOurOwnOutcomesAre() throws IOException {
        csv("name=labelled", labels(40))
                .statusCode(201)
                .body("format", equalTo("labels"), "items", equalTo(80), "checkpoints", equalTo(22));
        SyntheticStudy ours = new SyntheticStudy(artifacts, "labelled-ours", 40, Instant.parse("2026-03-02T09:14:05Z"));
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(ours.all());
        }
        Waiting.untilScores("labelled-ours", 4 * SyntheticStudy.STEPS.size());
        Waiting.untilJson(
                "/api/v1/runs/labelled-ours", run -> run.getString("status").equals("completed"));
        JsonPath theirs = given().get("/api/v1/runs/labelled/curves").jsonPath();
        JsonPath same = given().get("/api/v1/runs/labelled-ours/curves").jsonPath();
        for (String series : List.of("counterfactual_accuracy", "counterfactual_low", "parametric_high")) {
            assertEquals(same.getList("points." + series), theirs.getList("points." + series), series);
        }
        given().get("/api/v1/runs/labelled/inversion").then().body("verdict", notNullValue(), "clusters", equalTo(40));
        given().get("/api/v1/runs/labelled/outcomes?step=250&answer=memory&limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
    }

    @Test
    void theSameAgainChangesNothingAndOtherContentNeedsAWord() {
        csv("name=again", OpenApiExamples.CURVE).statusCode(201);
        String version = given().get("/api/v1/runs/again").jsonPath().getString("version");
        String other = OpenApiExamples.CURVE.replace("0.27", "0.28");
        post("run_id=again", "application/json", "[" + json(OpenApiExamples.CURVE) + "]")
                .statusCode(200)
                .body("state", equalTo("unchanged"));
        csv("name=again", other)
                .statusCode(409)
                .body("detail", containsString("with other content"))
                .body("detail", containsString("replace=true"));
        assertEquals(version, given().get("/api/v1/runs/again").jsonPath().getString("version"));
        csv("name=again&replace=true", other.replace("14,0.82,0.037,400,0.455\n", ""))
                .statusCode(201)
                .body("state", equalTo("replaced"));
        given().get("/api/v1/runs/again/curves")
                .then()
                .body("points.step", equalTo(List.of(0, 250)))
                .body("points[1].counterfactual_accuracy", equalTo(0.28f));
        csv("name=again&suite=cf_bio", OpenApiExamples.LABELS).statusCode(201);
        given().get("/api/v1/runs/again").then().body("conflict_suites", equalTo(List.of("cf_bio", "cf_imported")));
    }

    @Test
    void aHarnessFileGoesThroughTheSameDoor() {
        csv("name=doors", OpenApiExamples.CURVE).statusCode(201);
        post("name=doors&step=14", "application/json", OpenApiExamples.RESULTS_FILE)
                .statusCode(201)
                .body("run_created", equalTo(false), "tasks[0].task", equalTo("arc_challenge"));
        given().get("/api/v1/runs/doors/curves")
                .then()
                .body("points[1].standard.arc_challenge", equalTo(0.2176f))
                .body("points[1].standard.mmlu", equalTo(0.455f));
    }

    @Test
    void anImportIsAnEventThatAnotherDatabaseCouldRead() {
        csv("name=announced&file_name=a.csv", OpenApiExamples.LABELS).statusCode(201);
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            org.awaitility.Awaitility.await()
                    .atMost(Waiting.LONGEST)
                    .until(() -> broker.texts(EventTypes.RUN_IMPORTED.topic()).stream()
                            .anyMatch(event ->
                                    event.contains("\"run_id\":\"announced\"") && event.contains("\"a.csv\"")));
        }
    }

    @Test
    void theLastImportCountsInWhateverOrderTheEventsArrive() throws IOException {
        SyntheticStudy sender = new SyntheticStudy(artifacts, "out-of-order", 20, Instant.EPOCH);
        RunImported first = imported(OpenApiExamples.CURVE, "2026-03-02T09:30:00Z");
        RunImported last = imported(OpenApiExamples.CURVE.replace("0.82", "0.9"), "2026-03-02T09:31:00Z");
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(List.of(
                    sender.event(EventTypes.RUN_IMPORTED, last),
                    sender.event(EventTypes.RUN_IMPORTED, first),
                    sender.event(EventTypes.RUN_IMPORTED, last)));
        }
        Waiting.untilJson(
                "/api/v1/work/import:out-of-order:cf_imported:"
                        + first.importedAt().toEpochMilli() + ":"
                        + first.file().sha256().substring(0, 12),
                work -> work.getString("status").equals("done"));
        given().get("/api/v1/runs/out-of-order/curves").then().body("points[1].counterfactual_accuracy", equalTo(0.9f));
        given().get("/api/v1/runs/out-of-order").then().body("created_at", equalTo("2026-03-02T09:30:00Z"));
    }

    private RunImported imported(String csv, String at) throws IOException {
        ArtifactRef file =
                artifacts.writeFileByContent("imports", out -> out.write(csv.getBytes(StandardCharsets.UTF_8)));
        return new RunImported(
                "out-of-order",
                Optional.empty(),
                "cf_imported",
                RunImported.Format.CURVE,
                Optional.of("cf_imported"),
                file,
                file,
                "",
                "",
                250,
                Instant.parse(at),
                Optional.empty());
    }

    @Test
    void aCurveMaySayThatAllCheckpointsAnsweredTheSameItems() {
        csv("name=unsaid", OpenApiExamples.CURVE).statusCode(201).body("same_items", equalTo(null));
        given().get("/api/v1/runs/unsaid")
                .then()
                .body("imports", hasSize(1), "imports[0].format", equalTo("curve"))
                .body("imports[0].same_items", equalTo(null))
                .body("imports[0].note", containsString("takes checkpoints for independent samples of items"));
        csv("name=unsaid&same_items=true", OpenApiExamples.CURVE)
                .statusCode(409)
                .body("detail", containsString("and same_items=true here"));
        csv("name=unsaid&same_items=true&replace=true", OpenApiExamples.CURVE)
                .statusCode(201)
                .body("state", equalTo("replaced"), "same_items", equalTo(true));
        csv("name=unsaid&same_items=true", OpenApiExamples.CURVE)
                .statusCode(200)
                .body("state", equalTo("unchanged"));
        given().get("/api/v1/runs/unsaid")
                .then()
                .body("imports[0].same_items", equalTo(true))
                .body("imports[0].note", startsWith("The import says that every checkpoint answered the same items"));
        post(
                        "name=said",
                        "application/json",
                        "{\"points\": [" + json(OpenApiExamples.CURVE) + "], \"same_items\": true}")
                .statusCode(201)
                .body("same_items", equalTo(true));
        assertTrue(sameItems("said"));
        csv("name=unsaid-too", OpenApiExamples.CURVE).statusCode(201);
        assertFalse(sameItems("unsaid-too"));
    }

    private boolean sameItems(String run) {
        return QuarkusTransaction.requiringNew()
                .call(() -> runs.scored(run, SeriesQuery.DEFAULT).sameItems());
    }

    @Test
    void sameItemsIsRefusedWhereItMeansNothing() {
        csv("name=refused-labels&same_items=true", labels(2))
                .statusCode(400)
                .body("faults.field", equalTo(List.of("same_items")))
                .body("faults[0].limit", containsString("labels"));
        csv("name=refused-value&same_items=perhaps", OpenApiExamples.CURVE)
                .statusCode(400)
                .body("faults.field", equalTo(List.of("same_items")));
        post("name=refused-results&same_items=true", "application/json", OpenApiExamples.RESULTS_FILE)
                .statusCode(400)
                .body("faults.field", hasItem("same_items"));
        post(
                        "name=refused-twice&same_items=false",
                        "application/json",
                        "{\"same_items\": true, \"points\": [" + json(OpenApiExamples.CURVE) + "]}")
                .statusCode(400)
                .body("faults[0].limit", equalTo("is true in the file"));
    }

    @Test
    void whatIsWrongIsRefusedWholeWithEveryFault() throws IOException {
        csv("suite=No!&replace=maybe", "step\n")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("name", "suite", "replace")));
        csv("name=refused", OpenApiExamples.CURVE.replace("0.82", "82").replace("0.55", "x"))
                .statusCode(400)
                .body(
                        "faults.field",
                        equalTo(List.of(
                                "line 3, column 2 (counterfactual_accuracy)",
                                "line 4, column 3 (parametric_accuracy)")));
        given().get("/api/v1/runs/refused").then().statusCode(404);
        SyntheticStudy ours = new SyntheticStudy(artifacts, "trained", 20, Instant.parse("2026-03-02T09:14:05Z"));
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(List.of(ours.run(RunStatus.TRAINING, 0)));
        }
        Waiting.untilJson("/api/v1/runs/trained", run -> true);
        csv("name=trained", OpenApiExamples.CURVE).statusCode(409).body("detail", containsString("trained-imported"));
    }

    private static String json(String csv) {
        String[] lines = csv.strip().split("\n");
        String[] names = lines[0].split(",");
        StringBuilder rows = new StringBuilder();
        for (int line = 1; line < lines.length; line++) {
            String[] cells = lines[line].split(",");
            rows.append(line > 1 ? "," : "").append("{");
            for (int cell = 0; cell < cells.length; cell++) {
                rows.append(cell > 0 ? "," : "")
                        .append('"')
                        .append(names[cell])
                        .append("\": ")
                        .append(cells[cell]);
            }
            rows.append("}");
        }
        return rows.toString();
    }
}
