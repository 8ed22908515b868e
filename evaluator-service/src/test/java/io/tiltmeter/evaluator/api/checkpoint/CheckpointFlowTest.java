package io.tiltmeter.evaluator.api.checkpoint;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.Broker;
import io.tiltmeter.evaluator.EvaluatorStack;
import io.tiltmeter.evaluator.adoption.TrainerFolders;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Folders of other trainers in, curves' worth of news out, through a real broker, database and model. */
@QuarkusTest
@QuarkusTestResource(EvaluatorStack.class)
class CheckpointFlowTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "tiltmeter.checkpoints.directories")
    Path root;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path store;

    @Inject
    ArtifactStore artifacts;

    @Inject
    Transactions transactions;

    private Broker broker;
    private TrainerFolders folders;

    @BeforeEach
    void connect() {
        broker = new Broker(bootstrapServers);
        folders = new TrainerFolders(root);
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    @Test
    void aFolderIsAdoptedAndEvaluated() throws Exception {
        announceSuite("one-facts.v10", 5);
        announceSuite("one-facts.v9", 4);
        Path folder = folders.checkpoint("one/checkpoint-500", 500, 2000);
        adopt(Map.of(
                        "run_id",
                        "one",
                        "path",
                        "one/checkpoint-500",
                        "step",
                        500,
                        "total_steps",
                        2000,
                        "epochs",
                        0.5,
                        "template",
                        "lab",
                        "suites",
                        List.of("one-facts"),
                        "evaluation",
                        Map.of("scorers", List.of("contains"))))
                .statusCode(202)
                .header("Location", endsWith("/api/v1/checkpoints/one/500"))
                .body("status", equalTo("queued"))
                .body("checkpoints[0].path", equalTo("one/checkpoint-500"));

        CheckpointReady ready = ready("one", 1).get(0);
        assertEquals(500, ready.step());
        assertEquals(2000, ready.totalSteps());
        assertEquals(0.5, ready.epochs());
        assertEquals(0.5, ready.lossNats(), "from trainer_state.json");
        assertEquals("one-facts.v10", ready.suites().get(0).suiteId(), "the newest version of a name");
        assertEquals(List.of("contains"), ready.plan().scorers());
        assertEquals(
                Set.of("config.json", "model.safetensors", "tokenizer.json", "manifest.json"),
                names(artifacts.folder(ready.model())),
                "no optimizer's state");
        assertTrue(Files.exists(folder.resolve("optimizer.pt")));
        SuiteEvaluated evaluated = evaluated("one", 1).get(0);
        assertEquals(ready.weightsSha256(), evaluated.weightsSha256());

        RunUpdated run = run("one");
        assertEquals(RunStatus.TRAINING, run.status(), "500 of 2000 steps");
        assertEquals(List.of(500), run.plannedCheckpoints());
        assertEquals("lab", run.effectiveConfig().get("template"));
        get("/api/v1/checkpoints/one/500")
                .then()
                .body("status", equalTo("done"))
                .body("weights_sha256", equalTo(ready.weightsSha256()));
    }

    @Test
    void anAdapterStandsBesideItsBaseWhichIsStepZero() throws Exception {
        announceSuite("beside.v1", 3);
        Path base = folders.model("beside-base", 1);
        folders.adapter("beside/checkpoint-10", base, 10, 20);
        folders.adapter("beside/checkpoint-20", base, 20, 20);
        adopt(Map.of(
                        "run_id", "beside",
                        "path", "beside",
                        "base", "beside-base",
                        "template", "lab",
                        "suites", List.of("beside.v1")))
                .statusCode(202)
                .header("Location", endsWith("/api/v1/checkpoints?run_id=beside"))
                .body("checkpoints.step", equalTo(List.of(0, 10, 20)));

        List<CheckpointReady> ready = ready("beside", 3);
        assertEquals(
                List.of(0, 10, 20), ready.stream().map(CheckpointReady::step).toList());
        CheckpointReady zero = ready.get(0);
        assertEquals(Optional.empty(), zero.base());
        assertEquals(Optional.of(zero.model()), ready.get(1).base());
        assertEquals(
                3, ready.stream().map(CheckpointReady::weightsSha256).distinct().count());
        evaluated("beside", 3);
        awaitRun("beside", RunStatus.COMPLETED);
        RunUpdated run = run("beside");
        assertEquals("lora", run.effectiveConfig().get("finetuning_type"));
        assertEquals("beside-base", run.effectiveConfig().get("base"));
        assertEquals(20, run.step());
    }

    @Test
    void aTrainersDirectoryIsAdoptedInTheOrderOfItsNumbersWithItsFinalModel() throws Exception {
        for (int step : List.of(100, 90)) {
            folders.checkpoint("whole/checkpoint-" + step, step, 120);
        }
        folders.checkpoint("whole", 120, 120);
        Map<String, Object> request = Map.of("run_id", "whole", "path", root + "/whole", "template", "lab");
        adopt(request).statusCode(202).body("checkpoints.step", equalTo(List.of(90, 100, 120)));
        assertEquals(
                List.of(90, 100, 120),
                ready("whole", 3).stream().map(CheckpointReady::step).toList());
        awaitRun("whole", RunStatus.COMPLETED);
        long revision = run("whole").revision();

        adopt(request).statusCode(202).body("checkpoints.status", equalTo(List.of("done", "done", "done")));
        assertEquals(3, ready("whole", 3).size(), "sent twice");
        assertEquals(revision, run("whole").revision());
        List<Long> revisions = broker.events(EventTypes.RUN_UPDATED, "whole").stream()
                .map(RunUpdated::revision)
                .toList();
        assertEquals(revisions.stream().distinct().sorted().toList(), revisions, "revisions rise");
    }

    @Test
    void aHookNeedsNoMoreThanWhereItsTrainerWrites() throws Exception {
        Path output = Files.createDirectory(root.resolve("hooked"));
        hook(output, 5, "").statusCode(400).body("faults[0].field", equalTo("output_dir"));
        adopt(Map.of("run_id", "hooked", "path", "hooked", "template", "lab"))
                .statusCode(202)
                .body("checkpoints", hasSize(0));
        folders.checkpoint("hooked/checkpoint-20", 20, 20);
        folders.checkpoint("hooked/checkpoint-5", 5, 20);
        for (int step : List.of(20, 5, 5, 20)) {
            hook(output, step, "").statusCode(202).body("run_id", equalTo("hooked"));
        }
        assertEquals(
                Set.of(5, 20),
                ready("hooked", 2).stream().map(CheckpointReady::step).collect(Collectors.toSet()));
        awaitRun("hooked", RunStatus.COMPLETED);
        get("/api/v1/checkpoints?run_id=hooked")
                .then()
                .body("total", equalTo(2))
                .body("counts.done", equalTo(2));
    }

    @Test
    void aHookMayBringItsRunsSettingsAsParameters() throws Exception {
        announceSuite("told.v1", 2);
        Path output = Files.createDirectory(root.resolve("told"));
        folders.checkpoint("told/checkpoint-3", 3, 9);
        hook(output, 3, "?run_id=told&template=lab&suites=told.v1&total_steps=9")
                .statusCode(202);
        CheckpointReady ready = ready("told", 1).get(0);
        assertEquals(9, ready.totalSteps());
        assertEquals("told.v1", ready.suites().get(0).suiteId());
        folders.checkpoint("told/checkpoint-6", 6, 9);
        hook(output, 6, "").statusCode(202);
        assertEquals("told.v1", ready("told", 2).get(1).suites().get(0).suiteId());
        hook(output, 6, "?run_id=told&template=alpaca&suites=other&total_steps=many")
                .statusCode(400)
                .body("faults.field", hasItems("template", "suites", "total_steps"));
    }

    @Test
    void anUnfinishedCheckpointOfAHookIsWaitedForAndGivenUpWithItsReason() throws Exception {
        Path output = Files.createDirectory(root.resolve("slow"));
        Path source = folders.checkpoint("slow-source/checkpoint-4", 4, 8);
        Path target = Files.createDirectory(output.resolve("checkpoint-4"));
        hook(output, 4, "?run_id=slow&template=lab").statusCode(202);
        await().atMost(SOON).until(() -> status("slow", 4).equals("failed"));
        get("/api/v1/checkpoints/slow/4").then().body("reason", containsString("config.json"));
        assertEquals(List.of(), broker.events(EventTypes.CHECKPOINT_READY, "slow"));
        RunUpdated failed = run("slow");
        assertEquals(RunStatus.FAILED, failed.status());
        assertTrue(failed.reason().contains("step 4"), failed.reason());

        for (Path file : TrainerFolders.below(source)) {
            if (Files.isRegularFile(file)) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        given().post("/api/v1/checkpoints/slow/4/retry").then().statusCode(202);
        assertEquals(4, ready("slow", 1).get(0).step());
        awaitRun("slow", RunStatus.TRAINING);
        given().post("/api/v1/checkpoints/slow/4/retry").then().statusCode(409);
        get("/api/v1/checkpoints/slow/5").then().statusCode(404);
    }

    @Test
    void equalFilesAreOneModelAndOtherBytesAnother() throws Exception {
        folders.checkpoint("same-a/checkpoint-7", 7, 7);
        folders.checkpoint("same-b/checkpoint-7", 7, 7);
        folders.checkpoint("other/same-a/checkpoint-7", 8, 8);
        CheckpointReady a = adoptOne("same-a", "same-a/checkpoint-7", 7);
        CheckpointReady b = adoptOne("same-b", "same-b/checkpoint-7", 7);
        CheckpointReady other = adoptOne("same-c", "other/same-a/checkpoint-7", 8);
        assertEquals(a.model(), b.model());
        assertEquals(a.weightsSha256(), b.weightsSha256());
        assertNotEquals(a.weightsSha256(), other.weightsSha256());
        folders.checkpoint("same-a/step_9", 7, 7);
        adopt(Map.of("run_id", "same-a", "path", "same-b/checkpoint-7", "step", 7))
                .statusCode(409)
                .body("detail", containsString("same-a/checkpoint-7"));
        Path overwritten = folders.model("same-a/checkpoint-7", 99);
        assertEquals(a.weightsSha256(), ready("same-a", 1).get(0).weightsSha256());
        CheckpointReady again = adoptOne("same-d", "same-a/checkpoint-7", 7);
        assertTrue(Files.exists(overwritten));
        assertNotEquals(a.weightsSha256(), again.weightsSha256(), "the same place with other bytes");
        assertEquals(a.model(), ready("same-a", 1).get(0).model());
        artifacts.folder(a.model());
    }

    @Test
    void aCopyThatAnEvaluatorDiedOverIsMadeAgainWhole() throws Exception {
        Path output = Files.createDirectory(root.resolve("broken-off"));
        adopt(Map.of("run_id", "broken-off", "path", "broken-off", "template", "lab"))
                .statusCode(202);
        folders.checkpoint("broken-off/checkpoint-2", 2, 2);
        Path half = Files.createDirectories(store.resolve(".unfinished").resolve("of-the-dead"));
        Files.copy(output.resolve("checkpoint-2/config.json"), half.resolve("config.json"));
        transactions.run(handle -> handle.createUpdate("""
                        insert into work_item (id, kind, payload, status, attempt, lease_owner, lease_until)
                        values ('adoption/broken-off/2', 'adoption', :payload, 'leased', 1, 'the dead', now())
                        """)
                .bind(
                        "payload",
                        "{\"task\": {\"run_id\": \"broken-off\", \"step\": 2,"
                                + " \"folder\": \"broken-off/checkpoint-2\"}}")
                .execute());
        CheckpointReady ready = ready("broken-off", 1).get(0);
        artifacts.folder(ready.model());
        get("/api/v1/checkpoints/broken-off/2").then().body("attempts", equalTo(2));
        assertEquals(
                List.of(half.resolve("config.json")), unfinished(), "what the dead left, and nothing of the living");
    }

    @Test
    void theOpenApiPageShowsWhatCanBeSent() {
        get("/q/openapi?format=json")
                .then()
                .body(
                        "paths.'/api/v1/checkpoints'.post.requestBody.content.'application/json'.examples",
                        hasKey("hook"))
                .body("components.schemas.CheckpointRequest.properties", hasKey("checkpoint_dir"));
    }

    @Test
    void aRunOfTheTrainerIsNotTakenOver() throws Exception {
        folders.checkpoint("trained/checkpoint-1", 1, 2);
        broker.send(EventTypes.RUN_UPDATED, "trained", trainersRun("trained"));
        await().atMost(SOON)
                .until(() -> given().contentType(ContentType.JSON)
                        .body(Map.of("run_id", "trained", "path", "trained", "template", "labb"))
                        .post("/api/v1/checkpoints")
                        .then()
                        .extract()
                        .asString()
                        .contains("is a run of the trainer"));
    }

    @Test
    void everyFaultOfARequestIsToldAtOnceAndNothingIsQueued() throws Exception {
        folders.checkpoint("faulty/checkpoint-1", 1, 2);
        adopt(Map.of(
                        "run_id",
                        "Faulty",
                        "path",
                        "faulty/checkpoint-1",
                        "step",
                        2,
                        "total_steps",
                        0,
                        "suites",
                        List.of("unheard-of"),
                        "base",
                        "../elsewhere",
                        "evaluation",
                        Map.of("limit_seed", 1),
                        "extra",
                        1))
                .statusCode(400)
                .body(
                        "faults.field",
                        hasItems(
                                "run_id",
                                "step",
                                "total_steps",
                                "suites[0]",
                                "base",
                                "evaluation.limit_seed",
                                "template",
                                "extra"))
                .body("faults.remedy", hasItems(containsString("lab, plain, alpaca")));
        adopt(Map.of("run_id", "faulty", "template", "lab")).statusCode(400).body("faults[0].field", equalTo("path"));
        given().body("not json").post("/api/v1/checkpoints").then().statusCode(400);
        get("/api/v1/checkpoints?run_id=faulty").then().body("total", equalTo(0));
    }

    private ValidatableResponse adopt(Map<String, Object> request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/checkpoints")
                .then();
    }

    private ValidatableResponse hook(Path output, int step, String query) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "event",
                        "save",
                        "step",
                        step,
                        "checkpoint_dir",
                        output.resolve("checkpoint-" + step).toString(),
                        "output_dir",
                        output.toString()))
                .post("/api/v1/checkpoints" + query)
                .then();
    }

    private CheckpointReady adoptOne(String runId, String path, int step) {
        adopt(Map.of("run_id", runId, "path", path, "template", "lab"))
                .statusCode(202)
                .body("checkpoints[0].step", equalTo(step));
        return ready(runId, 1).get(0);
    }

    private List<CheckpointReady> ready(String runId, int count) {
        await().atMost(SOON)
                .until(() -> broker.events(EventTypes.CHECKPOINT_READY, runId).size() >= count);
        List<CheckpointReady> ready = broker.events(EventTypes.CHECKPOINT_READY, runId);
        assertEquals(count, ready.size());
        return ready;
    }

    private List<SuiteEvaluated> evaluated(String runId, int count) {
        await().atMost(SOON)
                .until(() -> broker.events(EventTypes.SUITE_EVALUATED, runId).size() >= count);
        return broker.events(EventTypes.SUITE_EVALUATED, runId);
    }

    private RunUpdated run(String runId) {
        List<RunUpdated> news = broker.events(EventTypes.RUN_UPDATED, runId);
        return news.get(news.size() - 1);
    }

    private void awaitRun(String runId, RunStatus status) {
        await().atMost(SOON).until(() -> run(runId).status() == status);
    }

    private static String status(String runId, int step) {
        return get("/api/v1/checkpoints/" + runId + "/" + step).path("status");
    }

    private static Set<String> names(Path folder) throws IOException {
        return TrainerFolders.below(folder).stream()
                .filter(Files::isRegularFile)
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
    }

    private List<Path> unfinished() throws IOException {
        return TrainerFolders.below(store.resolve(".unfinished")).stream()
                .filter(Files::isRegularFile)
                .toList();
    }

    private void announceSuite(String suiteId, int itemCount) throws Exception {
        ArtifactRef items = artifacts.writeFile("suites/" + suiteId + "/items.jsonl", out -> {
            for (int i = 0; i < itemCount; i++) {
                out.write(Json.mapper()
                        .writeValueAsBytes(new SuiteItem(
                                "item-" + i,
                                "fact-" + i,
                                "the capital of S" + i + " is A" + i + " .",
                                "where is the capital of S" + i + " ?",
                                "A" + i,
                                "A" + (i + 1),
                                List.of(),
                                List.of(),
                                List.of())));
                out.write('\n');
            }
        });
        SuiteRef suite = new SuiteRef(suiteId, SuiteKind.KNOWLEDGE_CONFLICT, "cf_lab", itemCount, items);
        broker.send(EventTypes.SUITE_READY, suiteId, new SuiteReady(suite, items.sha256(), Instant.now()));
    }

    private static RunUpdated trainersRun(String runId) {
        return new RunUpdated(
                runId,
                runId,
                1,
                RunStatus.QUEUED,
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of(),
                "",
                Instant.now(),
                Instant.now());
    }
}
