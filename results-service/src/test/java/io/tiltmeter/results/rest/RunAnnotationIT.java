package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunAnnotated;
import io.tiltmeter.contracts.event.RunAnnotation;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Names, tags and notes of runs: requests, lists and events. */
@QuarkusTest
class RunAnnotationIT extends TestWithBroker {
    private static final String MERGE_PATCH = "application/merge-patch+json; charset=UTF-8";
    private static final Instant THEN = Instant.parse("2026-03-02T09:14:05.125Z");

    @Inject
    ArtifactStore artifacts;

    @Test
    void anAnnotationIsSetReplacedAndCleared() {
        importRun("annotated-often");
        String before = one("annotated-often");
        String curve = given().get("/api/v1/runs/annotated-often/curves").asString();
        patch("annotated-often", "{'name': 'Étude no. 1', 'tags': ['b', 'a'], 'note': 'two\\nlines', 'archived': true}")
                .body("run_name", equalTo("Étude no. 1"), "requested_name", equalTo("annotated-often"))
                .body("tags", equalTo(List.of("b", "a")), "note", equalTo("two\nlines"), "archived", equalTo(true))
                .body(
                        "run_id",
                        equalTo("annotated-often"),
                        "imported",
                        equalTo(true),
                        "verdict",
                        equalTo("inconclusive"));
        assertNotEquals(version(before), version(one("annotated-often")), "the page reads the run again");
        patch("annotated-often", "{'tags': ['c']}")
                .body("run_name", equalTo("Étude no. 1"), "tags", equalTo(List.of("c")), "archived", equalTo(true));
        patch("annotated-often", "{}").body("run_name", equalTo("Étude no. 1"), "tags", equalTo(List.of("c")));
        assertEquals(
                curve,
                given().get("/api/v1/runs/annotated-often/curves").asString(),
                "the curve has the name of the request");
        patch("annotated-often", "{'name': null, 'tags': [], 'note': null, 'archived': false}");
        String cleared = one("annotated-often");
        assertEquals(before, cleared.replace(version(cleared), version(before)));
        List<RunAnnotated> events = broker.awaitEvents(EventTypes.RUN_ANNOTATED, "annotated-often", 3);
        assertEquals(
                List.of(1L, 2L, 3L), events.stream().map(RunAnnotated::revision).toList());
        assertEquals(
                new RunAnnotation(Optional.of("Étude no. 1"), List.of("c"), Optional.of("two\nlines"), true),
                events.get(1).annotation());
        assertEquals(RunAnnotation.NONE, events.get(2).annotation());
    }

    @Test
    void whatIsSaidAlreadyIsNotPublishedAgain() {
        importRun("annotated-twice");
        for (int i = 0; i < 2; i++) {
            given().contentType("application/json")
                    .body("{\"tags\": [\"x\"]}")
                    .patch("/api/v1/runs/annotated-twice")
                    .then()
                    .statusCode(200);
        }
        patch("annotated-twice", "{'tags': ['y']}");
        assertEquals(
                2,
                broker.awaitEvents(EventTypes.RUN_ANNOTATED, "annotated-twice", 2)
                        .size());
    }

    @Test
    void everyFaultIsReportedAtOnceAndNothingIsStored() {
        importRun("annotated-wrongly");
        String before = one("annotated-wrongly");
        send(
                        "annotated-wrongly",
                        "{'name': ' ', 'tags': ['ok', 'a,b', 'ok', '-'], 'note': '', 'archived': 'yes', 'nam': 'x'}")
                .statusCode(400)
                .body(
                        "faults.field.sort()",
                        equalTo(List.of("archived", "nam", "name", "note", "tags[1]", "tags[2]", "tags[3]")))
                .body("faults.find { it.field == 'nam' }.limit", containsString("did you mean name?"))
                .body("faults.find { it.field == 'tags[2]' }.limit", equalTo("is in the list already"))
                .body("faults.find { it.field == 'name' }.remedy", containsString("null for the name of the request"));
        String many = IntStream.range(0, 21).mapToObj(i -> "'t" + i + "'").collect(Collectors.joining(",", "[", "]"));
        send(
                        "annotated-wrongly",
                        "{'tags': " + many + ", 'name': '" + "x".repeat(201) + "', 'note': '" + "x".repeat(10_001)
                                + "'}")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("name", "note", "tags")));
        send("annotated-wrongly", "{'tags': ['" + "x".repeat(51) + "', 'new\\nline']}")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("tags[0]", "tags[1]")));
        send("annotated-wrongly", "{'tags': null, 'archived': null, 'name': 'a\\u0007b'}")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("archived", "name", "tags")));
        send("annotated-wrongly", "['name']").statusCode(400);
        assertEquals(before, one("annotated-wrongly"));
        send("annotated-wrongly", "{'name': '" + "x".repeat(200) + "', 'note': '" + "x".repeat(10_000) + "'}")
                .statusCode(200);
    }

    @Test
    void aRunThatIsNotKnownIsNotFound() {
        send("nobody-trained-it", "{'name': 'x'}").statusCode(404).body("detail", containsString("nobody-trained-it"));
        assertTrue(broker.events(EventTypes.RUN_ANNOTATED, "nobody-trained-it").isEmpty());
    }

    @Test
    void aRunThatTrainsIsAnnotatedAndItsLaterEventsKeepThat() throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, "annotated-in-training", 4, THEN);
        broker.publish(List.of(study.run(RunStatus.WAITING, 0)));
        Waiting.untilJson(
                "/api/v1/runs/annotated-in-training",
                run -> run.getString("status").equals("waiting"));
        patch("annotated-in-training", "{'name': 'Slow'}")
                .body("status", equalTo("waiting"), "run_name", equalTo("Slow"));
        broker.publish(List.of(study.run(RunStatus.TRAINING, 14)));
        Waiting.untilJson(
                "/api/v1/runs/annotated-in-training",
                run -> run.getString("status").equals("training"));
        given().get("/api/v1/runs/annotated-in-training")
                .then()
                .body("run_name", equalTo("Slow"), "requested_name", equalTo("annotated-in-training"));
    }

    @Test
    void anAnnotationThatArrivesBeforeItsRunIsKeptAndTheLatestWins() {
        publish("annotated-before", 2, "second");
        publish("annotated-before", 1, "first");
        publish("annotated-before", 2, "second");
        publish("annotated-before", 2, "second, by another database", THEN.minusSeconds(1));
        awaitConsumed();
        given().get("/api/v1/runs/annotated-before").then().statusCode(404);
        importRun("annotated-before");
        given().get("/api/v1/runs/annotated-before").then().body("run_name", equalTo("second"));
        patch("annotated-before", "{'tags': ['x']}").body("run_name", equalTo("second"), "tags", equalTo(List.of("x")));
        publish("annotated-before", 2, "second");
        awaitConsumed();
        given().get("/api/v1/runs/annotated-before").then().body("tags", equalTo(List.of("x")));
        publish("annotated-before", 4, "fourth", Instant.now().plusSeconds(1));
        Waiting.untilJson(
                "/api/v1/runs/annotated-before",
                run -> run.getString("run_name").equals("fourth"));
        given().get("/api/v1/runs/annotated-before").then().body("tags", nullValue());
    }

    @Test
    void listsSelectByTagAndNameAndLeaveArchivedRunsOut() {
        for (String id : List.of("kept-1", "kept-2", "kept-3", "kept-4")) {
            importRun(id);
        }
        patch("kept-1", "{'name': 'zebra crossing', 'tags': ['lr:7e-9', 'shared']}");
        patch("kept-2", "{'name': 'aardvark', 'tags': ['shared']}");
        patch("kept-3", "{'tags': ['shared', 'lr:7e-9', 'old'], 'archived': true}");
        patch("kept-4", "{'tags': ['sharedX'], 'note': 'x'}");
        assertListed("tag=shared&sort=name", "kept-2", "kept-1");
        assertListed("tag=shared&tag=lr:7e-9", "kept-1");
        assertListed("tag=share");
        assertListed("tag=shared&archived=true", "kept-3");
        assertListed("tag=shared&archived=all&sort=name", "kept-2", "kept-3", "kept-1");
        assertListed("search=kept-&archived=false&sort=name", "kept-2", "kept-4", "kept-1");
        assertListed("search=BRA cross", "kept-1");
        assertListed("search=kept-1", "kept-1");
        assertListed("search=LR:7e&archived=all&sort=name", "kept-3", "kept-1");
        assertListed("tag=shared&verdict=inconclusive&sort=name", "kept-2", "kept-1");
        given().get("/api/v1/runs?tag=shared&archived=all&limit=1&offset=1&sort=name")
                .then()
                .body("runs.run_id", equalTo(List.of("kept-3")), "total", equalTo(3))
                .body("runs[0].archived", equalTo(true), "runs[0].tags", equalTo(List.of("shared", "lr:7e-9", "old")));
        given().get("/api/v1/runs?search=kept-4")
                .then()
                .body("runs[0]", not(anyOf(hasKey("note"), hasKey("archived"), hasKey("requested_name"))));
        given().get("/api/v1/runs/kept-3").then().statusCode(200).body("archived", equalTo(true));
        given().get("/api/v1/comparison?runs=kept-1,kept-3")
                .then()
                .statusCode(200)
                .body("runs.run_name", equalTo(List.of("zebra crossing", "kept-3")));
        given().get("/api/v1/runs?tag=a,b&tag= &archived=maybe")
                .then()
                .statusCode(400)
                .body("faults.field", equalTo(List.of("tag", "tag", "archived")))
                .body("faults[2].limit", equalTo("is not one of false, true, all"));
    }

    private static void assertListed(String query, String... ids) {
        given().get("/api/v1/runs?" + query)
                .then()
                .statusCode(200)
                .body("runs.run_id", equalTo(List.of(ids)), "total", equalTo(ids.length));
    }

    /** A curve of three checkpoints. */
    private static void importRun(String id) {
        given().contentType("text/csv")
                .body("step,counterfactual_accuracy,items,standard:mmlu\n0,0.5,300,0.4\n5,0.6,300,0.5\n9,0.5,300,0.6\n")
                .post("/api/v1/runs/import?name=" + id)
                .then()
                .statusCode(anyOf(equalTo(200), equalTo(201)));
    }

    private static ValidatableResponse patch(String id, String quoted) {
        return send(id, quoted).statusCode(200);
    }

    private static ValidatableResponse send(String id, String quoted) {
        return given().contentType(MERGE_PATCH)
                .body(quoted.replace('\'', '"'))
                .patch("/api/v1/runs/" + id)
                .then();
    }

    private static String one(String id) {
        return given().get("/api/v1/runs/" + id)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String version(String run) {
        return Json.read(run, Map.class).get("version").toString();
    }

    private void publish(String id, long revision, String name) {
        publish(id, revision, name, THEN);
    }

    private void publish(String id, long revision, String name, Instant at) {
        RunAnnotation annotation = new RunAnnotation(Optional.of(name), List.of(), Optional.empty(), false);
        broker.publish(EventTypes.RUN_ANNOTATED, id, new RunAnnotated(id, revision, annotation, at));
    }

    /** Publishes an annotation of another run under the same key, and waits for it: what was published before is stored then. */
    private void awaitConsumed() {
        String marker = "marker-" + System.nanoTime();
        importRun(marker);
        RunAnnotation annotation = new RunAnnotation(Optional.of("seen"), List.of(), Optional.empty(), false);
        String event = Json.write(new RunAnnotated(marker, 1, annotation, THEN));
        broker.publish(List.of(new ProducerRecord<>(EventTypes.RUN_ANNOTATED.topic(), "annotated-before", event)));
        Waiting.untilJson(
                "/api/v1/runs/" + marker, run -> run.getString("run_name").equals("seen"));
    }
}
