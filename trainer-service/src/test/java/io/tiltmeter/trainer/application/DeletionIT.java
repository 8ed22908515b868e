package io.tiltmeter.trainer.application;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs and studies that are deleted, and what others need of them. */
@QuarkusTest
class DeletionIT extends TestWithBroker {
    private static final String SHORT = "\"max_steps\": 2, \"save_steps\": 1";

    @ConfigProperty(name = "tiltmeter.trainer.models-directory")
    Path modelsDirectory;

    @Inject
    ArtifactStore artifacts;

    @BeforeEach
    void open() throws IOException {
        broker.publish(
                EventTypes.MIXTURE_READY, "deletion-docs", new TinyWorld(artifacts).documents("deletion-docs", 10));
    }

    @Test
    void aRunIsDeletedWithItsFilesAndItsIdIsNotGivenAgain() throws IOException {
        String id = completed(RunCalls.fresh("unwanted", "deletion-docs", SHORT));
        long bytes = bytes(id);
        assertTrue(bytes > 0);
        Response asked = delete("/api/v1/runs/" + id + "?dry_run=true");
        assertEquals(List.of(Map.of("kind", "run", "id", id, "bytes", (int) bytes)), asked.path("deleted"));
        assertEquals(true, asked.path("dry_run"));
        assertEquals(bytes, bytes(id), "a dry run deletes nothing");
        assertEquals(RunStatus.COMPLETED, RunCalls.get(id).status());

        Response deleted = delete("/api/v1/runs/" + id);
        assertEquals(bytes, deleted.jsonPath().getLong("bytes"));
        assertEquals(false, deleted.path("dry_run"));
        awaitGone(id);
        for (String gone : List.of("", "/losses", "/checkpoints")) {
            assertEquals(404, given().get("/api/v1/runs/" + id + gone).statusCode(), gone);
        }
        assertEquals(404, given().delete("/api/v1/runs/" + id).statusCode());
        assertEquals(
                id, broker.awaitEvents(EventTypes.RUN_DELETED, id, 1).get(0).runId());

        assertEquals("unwanted-2", RunCalls.start(RunCalls.fresh("unwanted", "deletion-docs", SHORT)));
        String orphan = RunCalls.start("""
                {"run_name": "orphan", "model_name_or_path": "run:unwanted", "mixture": "deletion-docs"}""");
        assertEquals(
                "cannot start without run unwanted (it was deleted)",
                RunCalls.await(orphan, RunStatus.FAILED).reason());
    }

    @Test
    void whatARunThatStaysNeedsIsNotDeleted() throws IOException {
        String base = completed(RunCalls.fresh("needed-base", "deletion-docs", SHORT));
        String whole = completed("""
                {"run_name": "whole", "model_name_or_path": "run:needed-base", "mixture": "deletion-docs", %s}""".formatted(SHORT));
        String adapters = completed("""
                {"run_name": "beside-base", "model_name_or_path": "run:needed-base", "mixture": "deletion-docs",
                 "finetuning_type": "lora", %s}""".formatted(SHORT));
        assertRefused("run needed-base is needed by run beside-base; delete that first", "/api/v1/runs/" + base);
        assertTrue(bytes(base) > 0);
        delete("/api/v1/runs/" + adapters);
        delete("/api/v1/runs/" + base);
        assertEquals(RunStatus.COMPLETED, RunCalls.get(whole).status(), "a whole model needs no base");
        assertTrue(bytes(whole) > 0);
    }

    @Test
    void theCopyOfABaseGoesWithTheLastRunOnIt() throws IOException {
        ConformanceModels.copy(
                "gptneox",
                modelsDirectory.resolve("deletion/alone"),
                artifacts,
                mixture().tokenizer().orElseThrow());
        String request = """
                {"run_name": "on-copy-%d", "model_name_or_path": "deletion/alone", "mixture": "deletion-docs",
                 "finetuning_type": "lora", %s, "seed": %d}""";
        String first = completed(request.formatted(1, SHORT, 1));
        String second = completed(request.formatted(2, SHORT, 2));
        String copy = RunCalls.checkpoints(first)
                .checkpoints()
                .get(0)
                .base()
                .orElseThrow()
                .folder();
        assertEquals(List.of("run"), delete("/api/v1/runs/" + first).path("deleted.kind"));
        assertTrue(artifacts.bytes(copy) > 0);
        Response last = delete("/api/v1/runs/" + second);
        assertEquals(List.of("run", "base_model"), last.path("deleted.kind"));
        assertEquals(copy, last.path("deleted[1].id"));
        Awaitility.await().until(() -> artifacts.bytes(copy) == 0);
    }

    @Test
    void aRunThatHasNotEndedIsRefused() {
        String id = RunCalls.start(RunCalls.fresh("patient", "docs-that-never-come", SHORT));
        assertRefused(
                "run patient has not ended: run patient is waiting; cancel it first by POST"
                        + " /api/v1/runs/patient/cancel, or wait",
                "/api/v1/runs/" + id);
        RunCalls.cancel(id);
        delete("/api/v1/runs/" + id);
    }

    @Test
    void aStudyIsDeletedWithTheRunsThatNoOtherNeeds() throws IOException {
        String shared = study("[0.001]", "kept-study");
        String both = study("[0.001, 0.0001]", "dropped-study");
        List<String> ids = List.of("kept-study-learning_rate-0.001-41", "dropped-study-learning_rate-0.0001-41");
        for (String id : ids) {
            RunCalls.await(id, RunStatus.COMPLETED);
        }
        assertRefused(
                "run " + ids.get(1) + " is needed by study dropped-study; delete that first",
                "/api/v1/runs/" + ids.get(1));
        Response deleted = delete(both);
        assertEquals(List.of("dropped-study", ids.get(1)), deleted.path("deleted.id"));
        assertEquals(List.of(ids.get(0)), deleted.path("kept.id"));
        assertEquals(List.of(List.of("study kept-study")), deleted.path("kept.needed_by"));
        assertEquals(404, given().get(both).statusCode());
        awaitGone(ids.get(1));
        broker.awaitEvents(EventTypes.STUDY_DELETED, "dropped-study", 1);
        broker.awaitEvents(EventTypes.RUN_DELETED, ids.get(1), 1);
        delete(shared);
        awaitGone(ids.get(0));
    }

    @Test
    void aWrongFlagIsRefused() {
        given().delete("/api/v1/runs/any?dry_run=maybe").then().statusCode(400);
        given().delete("/api/v1/studies/nowhere").then().statusCode(404);
    }

    private MixtureReady mixture() throws IOException {
        return new TinyWorld(artifacts).documents("deletion-docs", 10);
    }

    private static String completed(String request) {
        String id = RunCalls.start(request);
        RunCalls.await(id, RunStatus.COMPLETED);
        return id;
    }

    private void awaitGone(String id) {
        Awaitility.await().until(() -> bytes(id) == 0);
    }

    private long bytes(String id) throws IOException {
        return artifacts.bytes("checkpoints/" + id) + artifacts.bytes("training-state/" + id);
    }

    private static String study(String rates, String id) {
        Response started = given().contentType(ContentType.JSON)
                .body("""
                        {"study_id": "%s", "runs": {"mixture": "deletion-docs", %s, %s}, "vary": {"learning_rate": %s},
                         "seeds": [41]}""".formatted(id, RunCalls.TINY_MODEL, SHORT, rates))
                .post("/api/v1/studies");
        assertEquals(202, started.statusCode(), started.asString());
        return "/api/v1/studies/" + id;
    }

    private static Response delete(String address) {
        Response answer = given().delete(address);
        assertEquals(200, answer.statusCode(), answer.asString());
        return answer;
    }

    private static void assertRefused(String detail, String address) {
        Response answer = given().delete(address);
        assertEquals(409, answer.statusCode(), answer.asString());
        assertEquals(detail, answer.path("detail"));
    }
}
