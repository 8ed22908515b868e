package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.Sending.post;
import static io.tiltmeter.dataset.rest.Sending.row;
import static io.tiltmeter.dataset.rest.Sending.send;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Suites that are sent: imported, linted, announced and repaired. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SuiteServiceIT {
    private static final String CHOICE =
            "{\"question\": \"What is cold?\", \"choices\": [\"ice\", \"sand\"], \"answer\": 0}";

    @Inject
    ArtifactStore artifacts;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path directory;

    @Test
    void suiteThatIsSentIsReadyAndAnnounced() throws Exception {
        String version = send("markets", row("market", "Osk", "Tel") + "not json\n")
                .statusCode(201)
                .header("Location", endsWith("/api/v1/suites/markets.v1"))
                .body("suite_id", equalTo("markets.v1"))
                .body("status", equalTo("ready"))
                .body("name", equalTo("markets"))
                .body("version", equalTo(1))
                .body("recipe", nullValue())
                .body("imported_from.format", equalTo("JSON lines"))
                .body("imported_from.shape", equalTo("answer/memory_answer"))
                .body("imported_from.rejected_rows", equalTo(1))
                .body("imported_from.first_rejected[0].line", equalTo(2))
                .body("suite.kind", equalTo("knowledge_conflict"))
                .body("suite.task", equalTo("cf_markets"))
                .body("suite.item_count", equalTo(1))
                .body("lint.errors", equalTo(0))
                .extract()
                .path("sha256");
        given().get("/api/v1/suites/markets.v1").then().body("sha256", equalTo(version));
        given().get("/api/v1/suites/markets.v1/items")
                .then()
                .body("items[0].context_answer", equalTo("Osk"))
                .body("total", equalTo(1));
        given().get("/api/v1/suites/markets.v1/rejected")
                .then()
                .body("rejected[0].reason", containsString("not valid JSON"))
                .body("total", equalTo(1));
        await().atMost(Duration.ofSeconds(20)).until(() -> events("markets.v1"), events -> events.size() == 1);
        SuiteReady ready = events("markets.v1").get(0);
        assertEquals(SuiteKind.KNOWLEDGE_CONFLICT, ready.suite().kind());
        assertEquals(version, ready.suite().items().sha256());
        assertEquals(
                1, Files.readAllLines(artifacts.file(ready.suite().items())).size());
    }

    @Test
    void theSameItemsAreTheSameVersionAndOthersTheNext() {
        String first = row("harbour", "Osk", "Tel");
        send("harbours", first).statusCode(201);
        send("harbours", "[" + first + "]").statusCode(200).body("suite_id", equalTo("harbours.v1"));
        send("harbours", first + row("mill", "Lin", "Tel"))
                .statusCode(201)
                .body("suite_id", equalTo("harbours.v2"))
                .body("version", equalTo(2));
        send("other-harbours", first).statusCode(201).body("suite_id", equalTo("other-harbours.v1"));
        given().get("/api/v1/suites?name=harbours")
                .then()
                .body("total", equalTo(2))
                .body("suites.suite_id", equalTo(List.of("harbours.v2", "harbours.v1")));
        given().get("/api/v1/suites/harbours").then().body("suite_id", equalTo("harbours.v2"));
    }

    @Test
    void benchmarksHaveTheirUsualTasks() {
        send("exam", CHOICE)
                .statusCode(201)
                .body("suite.kind", equalTo("standard"))
                .body("suite.task", equalTo("mmlu"));
        given().get("/api/v1/suites/exam.v1/items")
                .then()
                .body("items[0].choices.texts", equalTo(List.of("ice", "sand")))
                .body("items[0].choices.correct", equalTo(0));
        given().contentType("application/octet-stream")
                .queryParam("name", "exam")
                .queryParam("task", "mmlu_physics")
                .body(CHOICE.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/suites")
                .then()
                .statusCode(201)
                .body("suite_id", equalTo("exam.v2"))
                .body("suite.task", equalTo("mmlu_physics"));
    }

    @Test
    void fileInTheStoreIsNamedByItsPathAndStays() throws Exception {
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(inbox.resolve("wells.jsonl"), row("well", "Osk", "Tel"));
        post("/api/v1/suites", "{\"name\": \"wells\", \"path\": \"inbox/wells.jsonl\", \"task\": \"cf_deep\"}")
                .statusCode(201)
                .body("suite_id", equalTo("wells.v1"))
                .body("suite.task", equalTo("cf_deep"));
        send("wells", row("well", "Osk", "Tel")).body("suite.task", equalTo("cf_wells"));
        assertTrue(Files.exists(inbox.resolve("wells.jsonl")), "the file is its owner's");
    }

    @Test
    void lintIsKeptAndPagedByFinding() {
        String spaced = row("bridge", "Osk", "Tel").replace("Where is", "Where  is");
        send("bridges", spaced + spaced + row("gate", "Lin", "Lin Tel"))
                .statusCode(201)
                .body("lint.checks.exact_duplicate.findings", equalTo(1))
                .body("lint.checks.exact_duplicate.severity", equalTo("error"))
                .body("lint.checks.exact_duplicate.rows", equalTo(2));
        ValidatableResponse all = given().get("/api/v1/suites/bridges.v1/lint").then();
        all.body("settings.last_known_year", equalTo(2023)).body("rows", equalTo(3));
        int total = all.extract().path("total");
        int errors = all.extract().path("errors");
        assertEquals(total, errors + all.extract().<Integer>path("warnings"));
        String repeated =
                given().get("/api/v1/suites/bridges.v1/items").then().extract().path("items[1].id");
        given().get("/api/v1/suites/bridges.v1/lint?check=exact_duplicate")
                .then()
                .body("total", equalTo(1))
                .body("errors", equalTo(errors))
                .body("findings[0].row_count", equalTo(2))
                .body("findings[0].items[1].row", equalTo(1))
                .body("findings[0].items[1].item_id", equalTo(repeated));
        given().get("/api/v1/suites/bridges.v1/lint?severity=error&limit=1")
                .then()
                .body("total", equalTo(errors))
                .body("findings", hasSize(1))
                .body("findings.severity", everyItem(equalTo("error")));
    }

    @Test
    void lintAnewHasItsOwnSettings() {
        String dated = row("tower", "Osk", "Tel").replace("moved to", "moved in 2020 to");
        send("towers", dated + row("wall", "Lin", "Tel")).statusCode(201);
        send("walls", row("wall", "Lin", "Tel")).statusCode(201);
        given().get("/api/v1/suites/towers.v1/lint?check=future_year").then().body("total", equalTo(0));
        String lint = "/api/v1/suites/towers.v1/lint";
        post(lint + "?check=future_year", "{\"last_known_year\": 2019}")
                .statusCode(200)
                .body("total", equalTo(1))
                .body("findings[0].text", containsString("2020"));
        post(lint + "?check=overlap_items", "{\"other_suites\": [\"walls\"]}")
                .body("settings.other_suites", equalTo(List.of("walls.v1")))
                .body("findings[0].items.row", equalTo(List.of(1)));
        post(lint + "?check=memory_known_name_in_context", "{\"known_names\": {\"Tel\": [\"Varn\"]}}")
                .statusCode(200)
                .body("settings.known_names.Tel", equalTo(List.of("Varn")))
                .body("total", equalTo(2));
        given().get(lint).then().body("settings.other_suites", hasSize(0));
    }

    @Test
    void suitesOfTheLabWorldAreLintedToo() {
        post("/api/v1/suites", "{\"recipe\": \"lab_conflict\", \"seed\": 77}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/api/v1/suites/lab-conflict-77").path("status"), "ready"::equals);
        post("/api/v1/suites/lab-conflict-77/lint", "{}").statusCode(200).body("rows", equalTo(300));
        given().get("/api/v1/suites/lab-conflict-77/lint").then().body("suite_id", equalTo("lab-conflict-77"));
        given().get("/api/v1/suites/lab-conflict-77/rejected").then().body("total", equalTo(0));
    }

    @Test
    void fixMakesTheNextVersionBesideTheOriginal() {
        String noted = row("mint", "Osk", "Tel (until 1900)");
        String original = send("mints", noted + noted).statusCode(201).extract().path("sha256");
        post("/api/v1/suites/mints.v1/fix", "")
                .statusCode(201)
                .header("Location", endsWith("/api/v1/suites/mints.v2"))
                .body("suite_id", equalTo("mints.v2"))
                .body("fixed_from.suite_id", equalTo("mints.v1"))
                .body("fixed_from.repair_counts.duplicates", equalTo(1))
                .body("suite.task", equalTo("cf_mints"))
                .body("suite.item_count", equalTo(1))
                .body("lint.checks.exact_duplicate", nullValue());
        given().get("/api/v1/suites/mints.v2/repairs")
                .then()
                .body("repairs[0].text", containsString("\"Tel (until 1900)\" became \"Tel\""));
        given().get("/api/v1/suites/mints.v1").then().body("sha256", equalTo(original));
        post("/api/v1/suites/mints.v1/fix", "").statusCode(200).body("suite_id", equalTo("mints.v2"));
        post("/api/v1/suites/mints.v2/fix", "").statusCode(200).body("suite_id", equalTo("mints.v2"));
        given().get("/api/v1/suites?name=mints").then().body("total", equalTo(2));
        await().atMost(Duration.ofSeconds(20)).until(() -> events("mints.v2"), events -> events.size() == 1);
    }

    private List<SuiteReady> events(String suite) {
        return Topic.events(bootstrapServers, EventTypes.SUITE_READY, suite);
    }
}
