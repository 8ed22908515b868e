package io.tiltmeter.results.export;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.rest.SyntheticStudy;
import io.tiltmeter.results.rest.Waiting;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.duckdb.DuckDBDriver;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Exports to other tools, through the whole service. */
@QuarkusTest
class ExportIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    private void study(String run, List<Integer> steps) throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, run, 20, Instant.parse("2026-03-02T09:14:05Z"));
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            for (int step : steps) {
                broker.publish(study.atStep(step));
            }
            broker.publish(List.of(study.run(RunStatus.COMPLETED, SyntheticStudy.TOTAL_STEPS)));
        }
        Waiting.untilScores(run, 4 * steps.size());
        Waiting.untilJson(
                "/api/v1/runs/" + run, each -> each.getString("status").equals("completed"));
    }

    private static ValidatableResponse send(String run, String uri) {
        return given().contentType("application/json")
                .body(Map.of("tracking_uri", uri, "experiment_name", "ours & theirs"))
                .post("/api/v1/runs/" + run + "/exports/mlflow")
                .then();
    }

    @Test
    void aRunSentTwiceIsOneMlflowRunWithTheSameMetrics() throws IOException {
        study("to-mlflow", SyntheticStudy.STEPS);
        try (MlflowServer mlflow = new MlflowServer()) {
            mlflow.trouble(503, 429);
            send("to-mlflow", mlflow.uri() + "/")
                    .statusCode(200)
                    .body("created", equalTo(true), "metrics_sent", greaterThan(200), "metrics_there", equalTo(0));
            MlflowServer.Run first = mlflow.runs().get(0);
            List<String> metrics = List.copyOf(first.metrics);
            assertEquals(metrics.size(), new TreeSet<>(metrics).size());
            assertEquals("FINISHED", first.status);
            assertEquals("to-mlflow", first.tags.get("tiltmeter.run_id"));
            assertEquals("6.0E-4", first.params.get("learning_rate"));
            send("to-mlflow", mlflow.uri())
                    .statusCode(200)
                    .body("created", equalTo(false), "metrics_sent", equalTo(0))
                    .body("metrics_there", equalTo(metrics.size()), "params_sent", equalTo(0));
            assertEquals(1, mlflow.runs().size());
            assertEquals(metrics, mlflow.runs().get(0).metrics);
        }
    }

    @Test
    void aLongCurveIsSentInBatchesWithinTheLimitsAndGrowsWithItsRun() {
        StringBuilder csv =
                new StringBuilder("step,counterfactual_accuracy,parametric_accuracy,items,standard:mmlu:all\n");
        for (int step = 0; step < 300; step++) {
            csv.append(step).append(",0.5,0.25,400,0.").append(1_000 + step).append('\n');
        }
        given().contentType("text/csv")
                .body(csv.toString())
                .post("/api/v1/runs/import?name=long-curve")
                .then()
                .statusCode(201);
        try (MlflowServer mlflow = new MlflowServer()) {
            send("long-curve", mlflow.uri())
                    .statusCode(200)
                    .body("metrics_sent", equalTo(300 * 9), "batches", equalTo(4));
            assertTrue(mlflow.runs().get(0).newest.containsKey("standard/mmlu_all"));
            csv.append("300,0.5,0.25,400,0.5\n");
            given().contentType("text/csv")
                    .body(csv.toString())
                    .post("/api/v1/runs/import?name=long-curve&replace=true")
                    .then()
                    .statusCode(201);
            send("long-curve", mlflow.uri()).statusCode(200).body("metrics_sent", equalTo(9));
            assertEquals(301 * 9, mlflow.runs().get(0).metrics.size());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        given().get("/api/v1/runs/long-curve/exports/mlflow")
                .then()
                .body("log_batch.metrics.flatten().size()", equalTo(301 * 9));
    }

    @Test
    void theProblemSaysMlflowsStatusAndWhatToDoAndNothingThatItWrote() throws IOException {
        given().contentType("text/csv")
                .body("step,counterfactual_accuracy\n0,0.5\n")
                .post("/api/v1/runs/import?name=refused-there")
                .then()
                .statusCode(201);
        try (MlflowServer mlflow = new MlflowServer()) {
            mlflow.trouble(403);
            send("refused-there", mlflow.uri())
                    .statusCode(502)
                    .contentType("application/problem+json")
                    .body("detail", containsString("answered 403 to GET experiments/get-by-name."))
                    .body("detail", not(containsString("no way")))
                    .body("detail", containsString("tiltmeter.results.mlflow.token"));
            mlflow.trouble(500, 500, 500, 500, 500);
            send("refused-there", mlflow.uri()).statusCode(502).body("detail", containsString("answered 500"));
            send("refused-there", mlflow.uri() + "/elsewhere").statusCode(502).body("detail", containsString("404"));
            assertEquals(0, mlflow.runs().size());
        }
        send("refused-there", "http://127.0.0.1:1").statusCode(502).body("detail", containsString("did not answer"));
    }

    @Test
    void onlyAllowedHostsAreReached() {
        for (String uri :
                List.of("http://169.254.169.254/latest", "http://mlflow.example:5000", "http://127.0.0.1.example")) {
            send("any", uri)
                    .statusCode(400)
                    .body("faults[0].remedy", containsString("tiltmeter.results.mlflow.allowed-hosts"));
        }
        for (String uri : List.of(
                "file:///etc/passwd", "", "http://me:secret@127.0.0.1", "no address", "http://127.0.0.1/?a=b")) {
            send("any", uri).statusCode(400).body("faults[0].field", equalTo("tracking_uri"));
        }
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/runs/any/exports/mlflow")
                .then()
                .statusCode(400)
                .body("faults.field", equalTo(List.of("experiment_name", "tracking_uri")));
        send("nowhere", "http://localhost:5000").statusCode(404);
    }

    @Test
    void namesThatBeginLikeFormulasAreGuardedInEveryCsvUnlessTheyAreWantedRaw() {
        given().contentType("application/json")
                .body("""
                        {"results": {"=HYPERLINK(1)": {"acc,none": 0.5}, "mmlu": {"@metric,none": -0.25}}}
                        """)
                .post("/api/v1/results/import?run_id=formulas&run_name=%3D1%2B1&step=7")
                .then()
                .statusCode(201);
        given().contentType("text/csv")
                .body("step,item,label,cluster\n7,=1+1,context,@A1\n7,+2,memory,-B1\n")
                .post("/api/v1/runs/import?run_id=formulas&name=%3D1%2B1")
                .then()
                .statusCode(201);
        String scores = csv("scores?format=csv");
        assertTrue(scores.contains("\"'=HYPERLINK(1)\"") || scores.contains(",'=HYPERLINK(1),"), scores);
        assertTrue(csv("scores?format=csv&formulas=raw").contains(",=HYPERLINK(1),"), scores);
        String items = csv("exports/items?format=csv");
        assertTrue(items.contains("'=1+1") && items.contains("'@A1") && items.contains("'+2"), items);
        assertTrue(items.contains("'-B1"), items);
        assertEquals(items.replace("'", ""), csv("exports/items?format=csv&formulas=raw"));
        assertTrue(csv("curves?format=csv").contains("standard_=HYPERLINK(1)"), "headers begin with our own word");
        assertEquals(csv("curves?format=csv&formulas=guarded"), csv("curves?format=csv"));
        for (String export : List.of("scores?format=csv", "exports/items?format=jsonl", "curves?format=svg")) {
            given().get("/api/v1/runs/formulas/" + export + "&formulas=off")
                    .then()
                    .statusCode(400)
                    .body("faults[0].field", equalTo("formulas"), "faults[0].value", equalTo("off"))
                    .body("faults[0].limit", equalTo("is not one of guarded, raw"));
        }
    }

    private static String csv(String export) {
        return given().get("/api/v1/runs/formulas/" + export)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void curvesAndItemsAsParquetHoldTheSameAsCsv() throws Exception {
        study("columnar", List.of(0, 14, 250));
        String[] curve = given().get("/api/v1/runs/columnar/curves?format=csv")
                .asString()
                .split("\r\n");
        Path curveFile = Files.write(
                Files.createTempFile("curve", ".parquet"),
                given().accept("application/vnd.apache.parquet")
                        .get("/api/v1/runs/columnar/curves")
                        .then()
                        .contentType("application/vnd.apache.parquet")
                        .extract()
                        .asByteArray());
        assertEquals(curve.length - 1, count(curveFile));
        String[] items =
                given().get("/api/v1/runs/columnar/exports/items").asString().split("\r\n");
        assertEquals("run,step,suite,scorer,arm,item,cluster,context_share,memory_share,correct_share", items[0]);
        assertEquals(1 + 3 * (40 + 3 * 20), items.length);
        assertTrue(items[1].startsWith("columnar,0,cf_lab,contains,template,conflict-0000-1,"), items[1]);
        Path itemFile = Files.write(
                Files.createTempFile("items", ".parquet"),
                given().get("/api/v1/runs/columnar/exports/items?format=parquet")
                        .asByteArray());
        assertEquals(items.length - 1, count(itemFile));
        String[] lines = given().get("/api/v1/runs/columnar/exports/items?format=jsonl&suite=cf_lab")
                .asString()
                .split("\n");
        assertEquals(3 * 40, lines.length);
        assertTrue(lines[0].startsWith("{\"run\":\"columnar\",\"step\":0,\"suite\":\"cf_lab\","), lines[0]);
        given().get("/api/v1/runs/columnar/exports/items?suite=cf_none").then().statusCode(404);
        given().get("/api/v1/runs/columnar/exports/items?format=xml").then().statusCode(400);
    }

    @Test
    void whatWasExportedIsImportedAgainToTheSameNumbers() throws IOException {
        study("there", List.of(0, 14, 250));
        String curve = given().get("/api/v1/runs/there/curves?format=csv").asString();
        given().contentType("text/csv")
                .body(curve)
                .post("/api/v1/runs/import?name=back-curve")
                .then()
                .statusCode(201);
        String json = given().get("/api/v1/runs/there/curves").asString();
        given().contentType("application/json")
                .body(json)
                .post("/api/v1/runs/import?name=back-curve")
                .then()
                .statusCode(200);
        String items =
                given().get("/api/v1/runs/there/exports/items?suite=cf_lab").asString();
        given().contentType("text/csv")
                .body(items)
                .post("/api/v1/runs/import?name=back-items")
                .then()
                .statusCode(201);
        for (String run : List.of("back-curve", "back-items")) {
            for (String series : List.of("counterfactual_accuracy", "counterfactual_low", "parametric_high")) {
                assertEquals(
                        given().get("/api/v1/runs/there/curves").jsonPath().getList("points." + series),
                        given().get("/api/v1/runs/" + run + "/curves")
                                .jsonPath()
                                .getList("points." + series),
                        run + " " + series);
            }
        }
    }

    private static long count(Path file) throws Exception {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM read_parquet('" + file + "')")) {
            rows.next();
            return rows.getLong(1);
        } finally {
            Files.delete(file);
        }
    }
}
