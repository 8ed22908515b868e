package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunDeleted;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.StudyDeleted;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Runs that are deleted: imported ones by request, others by event. */
@QuarkusTest
class DeletionIT extends TestWithBroker {
    private static final Instant CREATED = Instant.parse("2026-03-02T09:14:05Z");
    private static final int SCORES = 4 * SyntheticStudy.STEPS.size();

    @Inject
    ArtifactStore artifacts;

    @Test
    void aDeletedRunIsGoneAndWhatArrivesLaterIsIgnored() throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, "deleted-trained", 7, CREATED);
        broker.publish(study.all());
        Waiting.untilScores("deleted-trained", SCORES);
        given().delete("/api/v1/runs/deleted-trained")
                .then()
                .statusCode(409)
                .body("detail", containsString("at the trainer-service by DELETE /api/v1/runs/deleted-trained"));

        delete("deleted-trained", Instant.now());
        awaitGone("deleted-trained");
        assertEquals(0, given().get("/api/v1/runs?search=deleted-trained").<Integer>path("total"));
        broker.publish(study.all());
        broker.publish(new SyntheticStudy(artifacts, "deleted-marker", 8, CREATED).all());
        Waiting.untilScores("deleted-marker", SCORES);
        assertEquals(404, run("deleted-trained").statusCode());
        delete("deleted-marker", Instant.now());
    }

    @Test
    void aRunThatWasDeletedBeforeItsEventsArriveIsNeverSeen() throws IOException {
        delete("deleted-early", CREATED.plusSeconds(100));
        broker.publish(new SyntheticStudy(artifacts, "deleted-second", 9, CREATED).all());
        Waiting.untilScores("deleted-second", SCORES);
        broker.publish(new SyntheticStudy(artifacts, "deleted-early", 9, CREATED).all());
        broker.publish(new SyntheticStudy(artifacts, "deleted-third", 9, CREATED).all());
        Waiting.untilScores("deleted-third", SCORES);
        assertEquals(404, run("deleted-early").statusCode());
    }

    @Test
    void anImportedRunIsDeletedWithItsFilesAndCanBeImportedAgain() throws IOException {
        importCurve("deleted-curve", OpenApiExamples.CURVE);
        RunImported first = imported("deleted-curve", 1);
        long bytes = first.file().bytes() + first.source().bytes();
        given().contentType("application/json")
                .body("{\"tags\": [\"unwanted\"]}")
                .patch("/api/v1/runs/deleted-curve")
                .then()
                .statusCode(200);
        JsonPath asked = deletion("deleted-curve?dry_run=true");
        assertTrue(asked.getBoolean("dry_run"));
        assertEquals(200, run("deleted-curve").statusCode());
        JsonPath deleted = deletion("deleted-curve");
        assertEquals(asked.getLong("bytes"), deleted.getLong("bytes"));
        assertTrue(deleted.getLong("bytes") <= bytes, "files that other runs have too stay");
        assertEquals(404, run("deleted-curve").statusCode());
        broker.awaitEvents(EventTypes.RUN_DELETED, "deleted-curve", 1);

        importCurve("deleted-curve", OpenApiExamples.CURVE.replace("0.82", "0.91"));
        RunImported second = imported("deleted-curve", 2);
        assertTrue(second.importedAt().isAfter(first.importedAt()));
        assertEquals(0, given().get("/api/v1/runs?tag=unwanted").<Integer>path("total"));
        given().get("/api/v1/runs/deleted-curve/curves")
                .then()
                .body("points[1].counterfactual_accuracy", equalTo(0.91f));
        broker.publish(EventTypes.RUN_IMPORTED, "deleted-curve", first);
        delete("deleted-curve", first.importedAt());
        importCurve("deleted-other", OpenApiExamples.CURVE.replace("0.82", "0.92"));
        imported("deleted-other", 1);
        given().get("/api/v1/runs/deleted-curve/curves")
                .then()
                .body("points[1].counterfactual_accuracy", equalTo(0.91f));
    }

    @Test
    void filesThatNoOtherRunHasGoWithARun() throws IOException {
        String curve = OpenApiExamples.CURVE.replace("0.82", "0.8765");
        importCurve("deleted-files", curve);
        importCurve("deleted-files-too", curve);
        String file = imported("deleted-files", 1).file().path();
        assertEquals(0, deletion("deleted-files").getLong("bytes"));
        assertTrue(artifacts.bytes(file) > 0);
        assertTrue(deletion("deleted-files-too").getLong("bytes") > 0);
        Awaitility.await().until(() -> artifacts.bytes(file) == 0);
    }

    @Test
    void aLaterImportStaysWhenTheDeletionArrivesAfterIt() {
        importCurve("deleted-part", OpenApiExamples.CURVE);
        RunImported first = imported("deleted-part", 1);
        given().contentType("text/csv")
                .body(OpenApiExamples.CURVE.replace("0.82", "0.7"))
                .post("/api/v1/runs/import?name=deleted-part&suite=cf_later")
                .then()
                .statusCode(201);
        assertEquals(
                2, run("deleted-part").jsonPath().getList("conflict_suites").size());
        delete("deleted-part", first.importedAt());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> run("deleted-part")
                                .jsonPath()
                                .getList("conflict_suites")
                                .size()
                        == 1);
        assertEquals("cf_later", run("deleted-part").jsonPath().getString("conflict_suites[0]"));
    }

    @Test
    void aDeletedStudyIsGoneUntilOneOfItsNameIsMadeLater() {
        StudyUpdated study = made("deleted-study", CREATED);
        broker.publish(EventTypes.STUDY_UPDATED, "deleted-study", study);
        Awaitility.await().until(() -> study("deleted-study") == 200);
        broker.publish(
                EventTypes.STUDY_DELETED, "deleted-study", new StudyDeleted("deleted-study", CREATED.plusSeconds(9)));
        Awaitility.await().until(() -> study("deleted-study") == 404);
        broker.publish(EventTypes.STUDY_UPDATED, "deleted-study", study);
        broker.publish(EventTypes.STUDY_UPDATED, "deleted-study-2", made("deleted-study-2", CREATED));
        Awaitility.await().until(() -> study("deleted-study-2") == 200);
        assertEquals(404, study("deleted-study"));
        broker.publish(EventTypes.STUDY_UPDATED, "deleted-study", made("deleted-study", CREATED.plusSeconds(10)));
        Awaitility.await().until(() -> study("deleted-study") == 200);
    }

    @Test
    void whatCannotBeDeletedIsSaid() {
        given().delete("/api/v1/runs/nowhere").then().statusCode(404);
        given().delete("/api/v1/runs/nowhere?dry_run=perhaps")
                .then()
                .statusCode(400)
                .body("faults[0].field", equalTo("dry_run"), "faults.size()", greaterThan(0));
    }

    private static StudyUpdated made(String id, Instant at) {
        return new StudyUpdated(
                id,
                1,
                Map.of("mixture", "docs"),
                List.of(new Condition("alone", Map.of())),
                List.of(41L),
                List.of(new Cell("alone", 41, id + "-alone-41")),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                at,
                at);
    }

    private void delete(String run, Instant at) {
        broker.publish(EventTypes.RUN_DELETED, run, new RunDeleted(run, at));
    }

    private static void awaitGone(String run) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> run(run).statusCode() == 404);
    }

    private static Response run(String run) {
        return given().get("/api/v1/runs/" + run);
    }

    private static int study(String id) {
        return given().get("/api/v1/studies/" + id).statusCode();
    }

    private static void importCurve(String run, String csv) {
        given().contentType("text/csv")
                .body(csv)
                .post("/api/v1/runs/import?name=" + run)
                .then()
                .statusCode(201);
    }

    private RunImported imported(String run, int count) {
        List<RunImported> events = broker.awaitEvents(EventTypes.RUN_IMPORTED, run, count);
        return events.get(count - 1);
    }

    private static JsonPath deletion(String run) {
        Response answer = given().delete("/api/v1/runs/" + run);
        assertEquals(200, answer.statusCode(), answer.asString());
        return answer.jsonPath();
    }
}
