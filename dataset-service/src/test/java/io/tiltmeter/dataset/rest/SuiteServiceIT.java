package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.event;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static io.tiltmeter.dataset.rest.SuiteUploads.row;
import static io.tiltmeter.dataset.rest.SuiteUploads.upload;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Suites that are uploaded: imported, linted, published and repaired. */
@QuarkusTest
class SuiteServiceIT {
    private static final String CHOICE =
            "{\"question\": \"What is cold?\", \"choices\": [\"ice\", \"sand\", \"tin\", \"oak\"], \"answer\": 0}";

    @Inject
    ArtifactStore artifacts;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path directory;

    @Test
    void anUploadedSuiteIsReadyAtOnce() {
        String sha256 = upload("markets", row("market", "Osk", "Tel") + "not json\n")
                .statusCode(201)
                .header("Location", endsWith("/api/v1/suites/markets.v1"))
                .body("suite_id", equalTo("markets.v1"))
                .body("status", equalTo("ready"))
                .body("name", equalTo("markets"))
                .body("version", equalTo(1))
                .body("recipe", nullValue())
                .body("suite.kind", equalTo("knowledge_conflict"))
                .body("suite.task", equalTo("cf_markets"))
                .body("suite.item_count", equalTo(1))
                .body("lint.errors", equalTo(0))
                .extract()
                .path("sha256");
        get("/api/v1/suites/markets.v1").body("sha256", equalTo(sha256));
        get("/api/v1/suites/markets.v1/items")
                .body("items[0].context_answer", equalTo("Osk"))
                .body("total", equalTo(1));
    }

    @Test
    void rejectedRowsAreCountedAndListed() {
        upload("stalls", row("stall", "Osk", "Tel") + "not json\n")
                .body("imported_from.format", equalTo("JSON lines"))
                .body("imported_from.shape", equalTo("answer/memory_answer"))
                .body("imported_from.rejected_rows", equalTo(1))
                .body("imported_from.first_rejected[0].line", equalTo(2));
        get("/api/v1/suites/stalls.v1/rejected")
                .body("rejected[0].reason", containsString("not valid JSON"))
                .body("total", equalTo(1));
    }

    @Test
    void anUploadedSuiteIsPublished() throws Exception {
        String sha256 = upload("fairs", row("fair", "Osk", "Tel")).extract().path("sha256");
        SuiteReady ready = event(EventTypes.SUITE_READY, "fairs.v1");
        assertEquals(SuiteKind.KNOWLEDGE_CONFLICT, ready.suite().kind());
        assertEquals(sha256, ready.suite().items().sha256());
        assertEquals(
                1, Files.readAllLines(artifacts.file(ready.suite().items())).size());
    }

    @Test
    void theSameItemsAreTheSameVersion() {
        String file = row("harbour", "Osk", "Tel");
        upload("harbours", file).statusCode(201);
        upload("harbours", "[" + file + "]").statusCode(200).body("suite_id", equalTo("harbours.v1"));
        upload("other-harbours", file).statusCode(201).body("suite_id", equalTo("other-harbours.v1"));
    }

    @Test
    void otherItemsUnderANameAreItsNextVersion() {
        String first = row("quay", "Osk", "Tel");
        upload("quays", first).statusCode(201);
        upload("quays", first + row("mill", "Lin", "Tel"))
                .statusCode(201)
                .body("suite_id", equalTo("quays.v2"))
                .body("version", equalTo(2));
        get("/api/v1/suites?name=quays")
                .body("total", equalTo(2))
                .body("suites.suite_id", equalTo(List.of("quays.v2", "quays.v1")));
        get("/api/v1/suites/quays").body("suite_id", equalTo("quays.v2"));
    }

    @Test
    void aBenchmarkHasItsUsualTask() {
        upload("exam", CHOICE)
                .statusCode(201)
                .body("suite.kind", equalTo("standard"))
                .body("suite.task", equalTo("mmlu"));
        get("/api/v1/suites/exam.v1/items")
                .body("items[0].choices.texts", equalTo(List.of("ice", "sand", "tin", "oak")))
                .body("items[0].choices.correct", equalTo(0));
    }

    @Test
    void anotherTaskIsAnotherVersion() {
        upload("physics", CHOICE).statusCode(201);
        DatasetCalls.upload("/api/v1/suites?name=physics&task=mmlu_physics", CHOICE)
                .statusCode(201)
                .body("suite_id", equalTo("physics.v2"))
                .body("suite.task", equalTo("mmlu_physics"));
    }

    @Test
    void aFileInTheStoreIsImportedByItsPathAndKept() throws Exception {
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(inbox.resolve("wells.jsonl"), row("well", "Osk", "Tel"));
        post("/api/v1/suites", "{\"name\": \"wells\", \"path\": \"inbox/wells.jsonl\", \"task\": \"cf_deep\"}")
                .statusCode(201)
                .body("suite_id", equalTo("wells.v1"))
                .body("suite.task", equalTo("cf_deep"));
        upload("wells", row("well", "Osk", "Tel")).body("suite.task", equalTo("cf_wells"));
        assertTrue(Files.exists(inbox.resolve("wells.jsonl")), "a file of the user was removed");
    }

    @Test
    void theFilesOfAFolderAreOneSuiteAndSayTheirSubjects() throws Exception {
        Path test = Files.createDirectories(directory.resolve("inbox/mmlu/test"));
        Files.writeString(test.resolve("anatomy_test.csv"), "Which is a bone?,tibia,liver,heart,skin,A\n");
        Files.writeString(test.resolve("virology_test.csv"), "Which is a virus?,yeast,HIV,mould,moss,B\n");
        Files.writeString(test.resolve(".DS_Store"), "x");
        post("/api/v1/suites", "{\"name\": \"mmlu\", \"path\": \"inbox/mmlu/test\"}")
                .statusCode(201)
                .body("suite.task", equalTo("mmlu"))
                .body("suite.item_count", equalTo(2));
        get("/api/v1/suites/mmlu/items")
                .body("items.tags", equalTo(List.of(List.of("subject:anatomy"), List.of("subject:virology"))));
        post("/api/v1/suites", "{\"name\": \"mmlu\", \"path\": \"inbox/mmlu/test\", \"file\": \"a_test.csv\"}")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("file")));
    }

    @Test
    void theNameOfAFileThatIsSentSaysItsSubject() {
        DatasetCalls.upload("/api/v1/suites?name=algebra&file=abstract_algebra_test.csv", "What is 2 + 2?,3,4,5,6,B\n")
                .statusCode(201);
        get("/api/v1/suites/algebra/items").body("items.tags", equalTo(List.of(List.of("subject:abstract_algebra"))));
    }

    @Test
    void lintIsSummedUpInTheSuite() {
        upload("bridges", withDuplicate("bridge"))
                .statusCode(201)
                .body("lint.checks.exact_duplicate.findings", equalTo(1))
                .body("lint.checks.exact_duplicate.severity", equalTo("error"))
                .body("lint.checks.exact_duplicate.rows", equalTo(2));
        ValidatableResponse all = get("/api/v1/suites/bridges.v1/lint")
                .body("settings.last_known_year", equalTo(2023))
                .body("rows", equalTo(3));
        int total = all.extract().path("total");
        int errors = all.extract().path("errors");
        assertEquals(total, errors + all.extract().<Integer>path("warnings"));
    }

    @Test
    void lintFindingsAreListedByCheckAndSeverity() {
        upload("arches", withDuplicate("arch"));
        String lint = "/api/v1/suites/arches.v1/lint";
        int errors = get(lint).extract().path("errors");
        String repeated = get("/api/v1/suites/arches.v1/items").extract().path("items[1].id");
        get(lint + "?check=exact_duplicate")
                .body("total", equalTo(1))
                .body("errors", equalTo(errors))
                .body("findings[0].row_count", equalTo(2))
                .body("findings[0].items[1].row", equalTo(1))
                .body("findings[0].items[1].item_id", equalTo(repeated));
        get(lint + "?severity=error&limit=1")
                .body("total", equalTo(errors))
                .body("findings", hasSize(1))
                .body("findings.severity", everyItem(equalTo("error")));
    }

    @Test
    void aLintWithAnotherLastKnownYearFindsOtherYears() {
        upload("towers", dated("tower") + row("wall", "Lin", "Tel")).statusCode(201);
        get("/api/v1/suites/towers.v1/lint?check=future_year").body("total", equalTo(0));
        post("/api/v1/suites/towers.v1/lint?check=future_year", "{\"last_known_year\": 2019}")
                .statusCode(200)
                .body("total", equalTo(1))
                .body("findings[0].text", containsString("2020"));
    }

    @Test
    void aLintWithOtherSuitesFindsCommonItemsAndIsNotStored() {
        upload("turrets", dated("turret") + row("rampart", "Lin", "Tel")).statusCode(201);
        upload("ramparts", row("rampart", "Lin", "Tel")).statusCode(201);
        post("/api/v1/suites/turrets.v1/lint?check=overlap_items", "{\"other_suites\": [\"ramparts\"]}")
                .body("settings.other_suites", equalTo(List.of("ramparts.v1")))
                .body("findings[0].items.row", equalTo(List.of(1)));
        get("/api/v1/suites/turrets.v1/lint").body("settings.other_suites", hasSize(0));
    }

    @Test
    void aLintWithKnownNamesFindsThemInTheContext() {
        upload("spires", dated("spire") + row("wall", "Lin", "Tel")).statusCode(201);
        post(
                        "/api/v1/suites/spires.v1/lint?check=memory_known_name_in_context",
                        "{\"known_names\": {\"Tel\": [\"Varn\"]}}")
                .statusCode(200)
                .body("settings.known_names.Tel", equalTo(List.of("Varn")))
                .body("total", equalTo(2));
    }

    @Test
    void suitesOfALabWorldAreLintedToo() {
        post("/api/v1/suites", "{\"recipe\": \"lab_conflict\", \"seed\": 77}");
        ready("/api/v1/suites/lab-conflict-77");
        post("/api/v1/suites/lab-conflict-77/lint", "{}").statusCode(200).body("rows", equalTo(300));
        get("/api/v1/suites/lab-conflict-77/lint").body("suite_id", equalTo("lab-conflict-77"));
        get("/api/v1/suites/lab-conflict-77/rejected").body("total", equalTo(0));
    }

    @Test
    void aFixIsTheNextVersionAndIsPublished() {
        String original =
                upload("mints", withNote("mint")).statusCode(201).extract().path("sha256");
        post("/api/v1/suites/mints.v1/fix", "")
                .statusCode(201)
                .header("Location", endsWith("/api/v1/suites/mints.v2"))
                .body("suite_id", equalTo("mints.v2"))
                .body("fixed_from.suite_id", equalTo("mints.v1"))
                .body("fixed_from.repair_counts.duplicates", equalTo(1))
                .body("suite.task", equalTo("cf_mints"))
                .body("suite.item_count", equalTo(1))
                .body("lint.checks.exact_duplicate", nullValue());
        get("/api/v1/suites/mints.v2/repairs")
                .body("repairs[0].text", containsString("\"Tel (until 1900)\" became \"Tel\""));
        get("/api/v1/suites/mints.v1").body("sha256", equalTo(original));
        event(EventTypes.SUITE_READY, "mints.v2");
    }

    @Test
    void aSuiteIsFixedOnce() {
        upload("coins", withNote("coin")).statusCode(201);
        post("/api/v1/suites/coins.v1/fix", "").statusCode(201);
        post("/api/v1/suites/coins.v1/fix", "").statusCode(200).body("suite_id", equalTo("coins.v2"));
        post("/api/v1/suites/coins.v2/fix", "").statusCode(200).body("suite_id", equalTo("coins.v2"));
        get("/api/v1/suites?name=coins").body("total", equalTo(2));
    }

    /** Three rows, of which the first two are equal. */
    private static String withDuplicate(String what) {
        String spaced = row(what, "Osk", "Tel").replace("Where is", "Where  is");
        return spaced + spaced + row("gate", "Lin", "Lin Tel");
    }

    private static String dated(String what) {
        return row(what, "Osk", "Tel").replace("moved to", "moved in 2020 to");
    }

    /** A row twice, whose memory answer has a note. */
    private static String withNote(String what) {
        String noted = row(what, "Osk", "Tel (until 1900)");
        return noted + noted;
    }
}
