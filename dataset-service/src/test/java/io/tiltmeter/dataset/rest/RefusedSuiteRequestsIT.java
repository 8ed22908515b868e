package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.SuiteUploads.row;
import static io.tiltmeter.dataset.rest.SuiteUploads.upload;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invalid requests about suites: the response reports all faults, and no file and no suite remains. */
@QuarkusTest
class RefusedSuiteRequestsIT {
    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifacts;

    private SuiteState before;

    @BeforeEach
    void recordState() {
        before = SuiteState.of(artifacts);
    }

    @AfterEach
    void nothingRemains() {
        before.awaitUnchanged(artifacts);
    }

    @Test
    void aPathOutsideTheStoreIsRefused() throws IOException {
        Path secret = Files.createTempFile("tiltmeter-secret", ".jsonl");
        Files.writeString(secret, row("well", "Osk", "Tel"));
        Path link = Files.createDirectories(artifacts.resolve("inbox")).resolve("suite-link.jsonl");
        Files.createSymbolicLink(link, secret);
        try {
            for (String path : List.of(
                    "../secret.jsonl",
                    "inbox/../../secret.jsonl",
                    secret.toString(),
                    "https://data.example/suite.jsonl",
                    "file:///etc/passwd",
                    "inbox/suite-link.jsonl",
                    "inbox/nowhere.jsonl",
                    "inbox")) {
                post("/api/v1/suites", "{\"name\": \"outside\", \"path\": \"" + path + "\"}")
                        .statusCode(400)
                        .body("faults[0].field", equalTo("path"))
                        .body("faults[0].remedy", not(equalTo("")));
            }
        } finally {
            Files.delete(link);
            Files.delete(secret);
        }
    }

    @Test
    void allFaultsOfAnUploadAreReportedAtOnce() {
        given().contentType("application/octet-stream")
                .queryParam("name", "Facts.v1")
                .queryParam("task", "CF facts")
                .queryParam("last_known_year", "soon")
                .queryParam("other_suites", "no id")
                .body(row("well", "Osk", "Tel").getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/suites")
                .then()
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("name", "task", "last_known_year", "other_suites[0]"))
                .body("faults.remedy", everyItem(not(equalTo(""))));
    }

    @Test
    void aNameWithAVersionIsRefused() {
        upload("facts.v1", row("well", "Osk", "Tel")).statusCode(400).body("faults[0].remedy", containsString(".v1"));
    }

    @Test
    void aRequestWithoutAFileIsRefused() {
        post("/api/v1/suites", "{\"name\": \"facts\"}")
                .statusCode(400)
                .body("faults[0].remedy", containsString("application/octet-stream"));
        post("/api/v1/suites", "{\"name\": \"facts\", \"path\": 7, \"seed\": 3}")
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("path", "seed"));
    }

    @Test
    void otherMediaTypesAreRefused() {
        given().contentType("text/csv")
                .body(new byte[] {1})
                .post("/api/v1/suites?name=csv")
                .then()
                .statusCode(415);
    }

    @Test
    void unknownSuitesToCompareWithAreReported() {
        DatasetCalls.upload(
                        "/api/v1/suites?name=lonely&other_suites=nowhere&other_suites=nothing",
                        row("well", "Osk", "Tel"))
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("other_suites[0]", "other_suites[1]"))
                .body("faults.limit", everyItem(containsString("is no suite")));
    }

    @Test
    void lintAndFixOfAnUnknownSuiteAreNotFound() {
        post("/api/v1/suites/nowhere/lint", "{}")
                .statusCode(404)
                .body("detail", containsString("there is no suite \"nowhere\""));
        get("/api/v1/suites/nowhere/lint").statusCode(404);
        post("/api/v1/suites/nowhere/fix", "").statusCode(404);
    }

    @Test
    void allFaultsOfLintSettingsAreReportedAtOnce() {
        post(
                        "/api/v1/suites/nowhere/lint",
                        "{\"last_known_year\": \"2023\", \"near_duplicate_share\": 0, \"other_suites\": \"a\","
                                + " \"known_names\": [], \"colour\": 1}")
                .statusCode(400)
                .body(
                        "faults.field",
                        containsInAnyOrder(
                                "last_known_year", "near_duplicate_share", "other_suites", "known_names", "colour"));
        get("/api/v1/suites/nowhere/lint?limit=0&offset=x").statusCode(400);
    }
}
