package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.adoption.TrainerFolders;
import io.tiltmeter.evaluator.persistence.AdoptionRepository;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Checkpoint folders of other trainers are adopted, published and evaluated. */
@QuarkusTest
class CheckpointFlowIT extends TestWithAdoption {
    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path store;

    @Inject
    PatientTransactions transactions;

    @Inject
    AdoptionRepository checkpoints;

    @Inject
    EvaluatorDatabase database;

    @Test
    void aFolderIsAcceptedAndItsCheckpointShown() throws Exception {
        adoptOne("accepted")
                .statusCode(202)
                .header("Location", endsWith("/api/v1/checkpoints/accepted/500"))
                .body("status", equalTo("queued"))
                .body("checkpoints[0].path", equalTo("accepted/checkpoint-500"));
        CheckpointReady ready = runs.ready("accepted", 1).get(0);
        get("/api/v1/checkpoints/accepted/500")
                .then()
                .body("status", equalTo("done"))
                .body("weights_sha256", equalTo(ready.weightsSha256()));
    }

    @Test
    void anAdoptedCheckpointIsPublishedWithTheStatementsOfRequestAndFiles() throws Exception {
        adoptOne("one").statusCode(202);
        CheckpointReady ready = runs.ready("one", 1).get(0);
        assertEquals(500, ready.step());
        assertEquals(2000, ready.totalSteps());
        assertEquals(0.5, ready.epochs());
        assertEquals(0.5, ready.lossNats(), "from trainer_state.json");
        assertEquals("one-facts.v10", ready.suites().get(0).suiteId(), "the newest version of a name");
        assertEquals(List.of("contains"), ready.plan().scorers());
    }

    @Test
    void onlyFilesThatEvaluationNeedsAreCopied() throws Exception {
        adoptOne("copied").statusCode(202);
        assertEquals(
                Set.of("config.json", "model.safetensors", "tokenizer.json", "manifest.json"),
                names(artifacts.folder(runs.ready("copied", 1).get(0).model())),
                "and no state of the optimizer");
        assertTrue(Files.exists(root.resolve("copied/checkpoint-500/optimizer.pt")));
    }

    @Test
    void anAdoptedCheckpointIsEvaluatedAndItsRunIsTraining() throws Exception {
        adoptOne("evaluated").statusCode(202);
        SuiteEvaluated evaluated = runs.evaluated("evaluated", 1).get(0);
        assertEquals(runs.ready("evaluated", 1).get(0).weightsSha256(), evaluated.weightsSha256());
        RunUpdated run = runs.run("evaluated");
        assertEquals(RunStatus.TRAINING, run.status(), "500 of 2000 steps");
        assertEquals(List.of(500), run.plannedCheckpoints());
        assertEquals("lab", run.effectiveConfig().get("template"));
    }

    private ValidatableResponse adoptOne(String run) throws Exception {
        runs.publishSuite(run + "-facts.v10", 5);
        runs.publishSuite(run + "-facts.v9", 4);
        folders.checkpoint(run + "/checkpoint-500", 500, 2000);
        return runs.adopt(Map.of(
                "run_id",
                run,
                "path",
                run + "/checkpoint-500",
                "step",
                500,
                "total_steps",
                2000,
                "epochs",
                0.5,
                "template",
                "lab",
                "suites",
                List.of(run + "-facts"),
                "evaluation",
                Map.of("scorers", List.of("contains"))));
    }

    @Test
    void adaptersAreAdoptedAfterTheirBaseWhichIsStepZero() throws Exception {
        adoptAdapters("adapters")
                .statusCode(202)
                .header("Location", endsWith("/api/v1/checkpoints?run_id=adapters"))
                .body("checkpoints.step", equalTo(List.of(0, 10, 20)));
        List<CheckpointReady> ready = runs.ready("adapters", 3);
        assertEquals(
                List.of(0, 10, 20), ready.stream().map(CheckpointReady::step).toList());
        CheckpointReady zero = ready.get(0);
        assertEquals(Optional.empty(), zero.base());
        assertEquals(Optional.of(zero.model()), ready.get(1).base());
        assertEquals(
                3, ready.stream().map(CheckpointReady::weightsSha256).distinct().count());
    }

    @Test
    void adaptersAreEvaluatedAndTheirRunIsCompleted() throws Exception {
        adoptAdapters("evaluated-adapters").statusCode(202);
        runs.evaluated("evaluated-adapters", 3);
        runs.awaitRun("evaluated-adapters", RunStatus.COMPLETED);
        RunUpdated run = runs.run("evaluated-adapters");
        assertEquals("lora", run.effectiveConfig().get("finetuning_type"));
        assertEquals("evaluated-adapters-base", run.effectiveConfig().get("base"));
        assertEquals(20, run.progress().step());
    }

    private ValidatableResponse adoptAdapters(String run) throws Exception {
        runs.publishSuite(run + ".v1", 3);
        Path base = folders.model(run + "-base", 1);
        folders.adapter(run + "/checkpoint-10", base, 10, 20);
        folders.adapter(run + "/checkpoint-20", base, 20, 20);
        return runs.adopt(Map.of(
                "run_id",
                run,
                "path",
                run,
                "base",
                run + "-base",
                "template",
                "lab",
                "suites",
                List.of(run + ".v1"),
                "evaluation",
                Map.of("scorers", List.of("contains"))));
    }

    @Test
    void anOutputDirectoryIsAdoptedInTheOrderOfItsStepsWithItsFinalModel() throws Exception {
        adoptOutput("whole").statusCode(202).body("checkpoints.step", equalTo(List.of(90, 100, 120)));
        assertEquals(
                List.of(90, 100, 120),
                runs.ready("whole", 3).stream().map(CheckpointReady::step).toList());
        runs.awaitRun("whole", RunStatus.COMPLETED);
    }

    @Test
    void adoptingAgainPublishesNothing() throws Exception {
        adoptOutput("whole-again").statusCode(202);
        runs.ready("whole-again", 3);
        runs.awaitRun("whole-again", RunStatus.COMPLETED);
        long revision = runs.run("whole-again").revision();

        adoptOutput("whole-again").statusCode(202).body("checkpoints.status", equalTo(List.of("done", "done", "done")));
        assertEquals(3, runs.ready("whole-again", 3).size());
        assertEquals(revision, runs.run("whole-again").revision());
    }

    @Test
    void aRunWhoseLastSaveIsNotItsLastStepIsCompletedAndCompletedAgain() throws Exception {
        folders.checkpoint("saved/checkpoint-500", 500, 1100);
        Map<String, Object> directory = Map.of("run_id", "saved", "path", "saved", "template", "lab");
        runs.adopt(directory).statusCode(202);
        runs.awaitRun("saved", RunStatus.COMPLETED);

        folders.checkpoint("saved/checkpoint-1000", 1000, 1100);
        Map<String, Object> single = Map.of("run_id", "saved", "path", "saved/checkpoint-1000");
        runs.adopt(single).statusCode(202);
        runs.ready("saved", 2);
        runs.awaitRun("saved", RunStatus.TRAINING);
        runs.adopt(Map.of("run_id", "saved", "path", "saved/checkpoint-1000", "complete", true))
                .statusCode(202);
        runs.awaitRun("saved", RunStatus.COMPLETED);
        assertEquals(2, runs.ready("saved", 2).size());
    }

    @Test
    void revisionsOfARunIncrease() throws Exception {
        adoptOutput("revised").statusCode(202);
        runs.awaitRun("revised", RunStatus.COMPLETED);
        List<Long> revisions = runs.broker().events(EventTypes.RUN_UPDATED, "revised").stream()
                .map(RunUpdated::revision)
                .toList();
        assertEquals(revisions.stream().distinct().sorted().toList(), revisions);
    }

    private ValidatableResponse adoptOutput(String run) throws Exception {
        for (int step : List.of(100, 90)) {
            folders.checkpoint(run + "/checkpoint-" + step, step, 120);
        }
        folders.checkpoint(run, 120, 120);
        return runs.adopt(Map.of("run_id", run, "path", root + "/" + run, "template", "lab"));
    }

    @Test
    void equalFilesAreOneModelAndOthersAnother() throws Exception {
        folders.checkpoint("same-a/checkpoint-7", 7, 7);
        folders.checkpoint("same-b/checkpoint-7", 7, 7);
        folders.checkpoint("other/same-a/checkpoint-7", 8, 8);
        CheckpointReady a = runs.adoptOne("same-a", "same-a/checkpoint-7", 7);
        CheckpointReady b = runs.adoptOne("same-b", "same-b/checkpoint-7", 7);
        CheckpointReady other = runs.adoptOne("same-c", "other/same-a/checkpoint-7", 8);
        assertEquals(a.model(), b.model());
        assertEquals(a.weightsSha256(), b.weightsSha256());
        assertNotEquals(a.weightsSha256(), other.weightsSha256());
    }

    @Test
    void aStepThatIsAdoptedIsNotAdoptedFromAnotherFolder() throws Exception {
        folders.checkpoint("taken/checkpoint-7", 7, 7);
        folders.checkpoint("taken/step_9", 7, 7);
        folders.checkpoint("taking/checkpoint-7", 7, 7);
        runs.adoptOne("taken", "taken/checkpoint-7", 7);
        runs.adopt(Map.of("run_id", "taken", "path", "taking/checkpoint-7", "step", 7))
                .statusCode(409)
                .body("detail", containsString("taken/checkpoint-7"));
    }

    @Test
    void aFolderThatWasOverwrittenIsAnotherModelAndTheAdoptedOneStays() throws Exception {
        folders.checkpoint("overwritten/checkpoint-7", 7, 7);
        CheckpointReady first = runs.adoptOne("before-overwriting", "overwritten/checkpoint-7", 7);
        Path overwritten = folders.model("overwritten/checkpoint-7", 99);
        CheckpointReady second = runs.adoptOne("after-overwriting", "overwritten/checkpoint-7", 7);
        assertTrue(Files.exists(overwritten));
        assertNotEquals(first.weightsSha256(), second.weightsSha256());
        assertEquals(List.of(first), runs.broker().events(EventTypes.CHECKPOINT_READY, "before-overwriting"));
        artifacts.folder(first.model());
    }

    @Test
    void aCopyThatAnEvaluatorDidNotFinishIsMadeAgain() throws Exception {
        Path output = Files.createDirectories(root.resolve("broken-off"));
        runs.adopt(Map.of("run_id", "broken-off", "path", "broken-off", "template", "lab"))
                .statusCode(202);
        folders.checkpoint("broken-off/checkpoint-2", 2, 2);
        Path half = Files.createDirectories(store.resolve(".unfinished").resolve("of-another"));
        Files.copy(output.resolve("checkpoint-2/config.json"), half.resolve("config.json"));
        AdoptionTask begun = new AdoptionTask(
                "broken-off",
                2,
                "broken-off/checkpoint-2",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        transactions.run(() -> {
            checkpoints.accept(begun);
            database.execute(
                    "update work_item set status = 'leased', attempt = 1, lease_owner = 'another',"
                            + " lease_until = clock_timestamp() where id = ?",
                    begun.id());
        });
        CheckpointReady ready = runs.ready("broken-off", 1).get(0);
        artifacts.folder(ready.model());
        get("/api/v1/checkpoints/broken-off/2").then().body("attempts", equalTo(2));
        await("only the unfinished copy is left")
                .atMost(MAX_WAIT)
                .until(() -> unfinished().equals(List.of(half.resolve("config.json"))));
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
}
