package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Hooks of trainers: sent early, twice, in any order, and with the output directory alone. */
@QuarkusTest
class HookFlowIT extends TestWithAdoption {
    @Test
    void aHookOfAnUnknownOutputDirectoryIsRefused() throws Exception {
        Path output = Files.createDirectories(root.resolve("unknown-output"));
        runs.hook(output, 5, "").statusCode(400).body("faults[0].field", equalTo("output_dir"));
    }

    @Test
    void aHookNeedsTheOutputDirectoryOnly() throws Exception {
        Path output = Files.createDirectories(root.resolve("hooked"));
        runs.adopt(Map.of("run_id", "hooked", "path", "hooked", "template", "lab"))
                .statusCode(202)
                .body("checkpoints", hasSize(0));
        folders.checkpoint("hooked/checkpoint-20", 20, 20);
        folders.checkpoint("hooked/checkpoint-5", 5, 20);
        for (int step : List.of(20, 5, 5, 20)) {
            runs.hook(output, step, "").statusCode(202).body("run_id", equalTo("hooked"));
        }
        assertEquals(
                Set.of(5, 20),
                runs.ready("hooked", 2).stream().map(CheckpointReady::step).collect(Collectors.toSet()));
        runs.awaitRun("hooked", RunStatus.COMPLETED);
        get("/api/v1/checkpoints?run_id=hooked")
                .then()
                .body("total", equalTo(2))
                .body("counts.done", equalTo(2));
    }

    @Test
    void aHookMayStateTheSettingsOfItsRunAsParameters() throws Exception {
        hookWithSettings("parameters");
        CheckpointReady ready = runs.ready("parameters", 1).get(0);
        assertEquals(9, ready.totalSteps());
        assertEquals("parameters.v1", ready.suites().get(0).suiteId());
    }

    /** The callback of python/tiltmeter.py, with what a Trainer hands to it. */
    @Test
    void thePythonCallbackSendsEverySaveAndTheEnd() throws Exception {
        assumeTrue(hasPython(), "skipped: there is no python3 on the path");
        runs.publishSuite("python.v1", 2);
        for (int step : List.of(3, 6)) {
            folders.checkpoint("python/checkpoint-" + step, step, 9);
        }
        String script = """
                import sys, types
                from tiltmeter import TiltmeterCallback
                callback = TiltmeterCallback("python", template="lab", suites=["python.v1"], evaluator=sys.argv[1])
                arguments = types.SimpleNamespace(output_dir=sys.argv[2])
                for step in (3, 6):
                    state = types.SimpleNamespace(is_world_process_zero=True, global_step=step)
                    callback.on_step_end(arguments, state, None)
                    callback.on_save(arguments, state, None)
                callback.on_train_end(arguments, state, None)
                """;
        Path printed = root.resolve("python.txt");
        ProcessBuilder python = new ProcessBuilder(
                        "python3",
                        "-c",
                        script,
                        "http://127.0.0.1:" + RestAssured.port,
                        root.resolve("python").toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        python.environment().put("PYTHONPATH", Path.of("../python").toRealPath().toString());
        python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        assertEquals(0, python.start().waitFor(), () -> text(printed));
        assertEquals("", text(printed));
        List<CheckpointReady> ready = runs.ready("python", 2);
        assertEquals(Set.of(3, 6), ready.stream().map(CheckpointReady::step).collect(Collectors.toSet()));
        assertEquals("python.v1", ready.get(0).suites().get(0).suiteId());
        runs.awaitRun("python", RunStatus.COMPLETED);
        assertEquals(6, runs.run("python").progress().totalSteps());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void settingsOfARunHoldForItsLaterHooks() throws Exception {
        Path output = hookWithSettings("later");
        folders.checkpoint("later/checkpoint-6", 6, 9);
        runs.hook(output, 6, "").statusCode(202);
        assertEquals("later.v1", runs.ready("later", 2).get(1).suites().get(0).suiteId());
    }

    @Test
    void settingsThatContradictThoseOfTheRunAreRefused() throws Exception {
        Path output = hookWithSettings("contradicted");
        folders.checkpoint("contradicted/checkpoint-6", 6, 9);
        runs.hook(output, 6, "?run_id=contradicted&template=alpaca&suites=other&total_steps=many")
                .statusCode(400)
                .body("faults.field", hasItems("template", "suites", "total_steps"));
    }

    private Path hookWithSettings(String run) throws Exception {
        runs.publishSuite(run + ".v1", 2);
        Path output = Files.createDirectories(root.resolve(run));
        folders.checkpoint(run + "/checkpoint-3", 3, 9);
        runs.hook(output, 3, "?run_id=%1$s&template=lab&suites=%1$s.v1&total_steps=9".formatted(run))
                .statusCode(202);
        return output;
    }

    @Test
    void aCheckpointThatStaysUnfinishedFailsWithItsReason() throws Exception {
        failUnfinished("slow");
        get("/api/v1/checkpoints/slow/4").then().body("reason", containsString("config.json"));
        assertEquals(List.of(), runs.broker().events(EventTypes.CHECKPOINT_READY, "slow"));
    }

    @Test
    void aRunWhoseOnlyCheckpointFailedHasFailed() throws Exception {
        failUnfinished("slow-run");
        runs.awaitRun("slow-run", RunStatus.FAILED);
        RunUpdated failed = runs.run("slow-run");
        assertTrue(failed.reason().contains("step 4"), failed.reason());
    }

    @Test
    void theEndOfATrainerCompletesItsRunOnce() throws Exception {
        Path output = Files.createDirectories(root.resolve("ended"));
        for (int step : List.of(5, 20)) {
            folders.checkpoint("ended/checkpoint-" + step, step, 40);
            runs.hook(output, step, "?run_id=ended&template=lab").statusCode(202);
        }
        runs.ready("ended", 2);
        assertEquals(RunStatus.TRAINING, runs.run("ended").status(), "40 steps were planned");
        runs.end(Map.of("output_dir", output.toString()))
                .statusCode(202)
                .body("run_id", equalTo("ended"))
                .body("status", equalTo("ended"))
                .body("notes[0]", containsString("step 20"));
        runs.awaitRun("ended", RunStatus.COMPLETED);
        long revision = runs.run("ended").revision();
        runs.end(Map.of("run_id", "ended")).statusCode(202);
        runs.hook(output, 5, "").statusCode(202);
        assertEquals(revision, runs.run("ended").revision(), "neither changes anything");
        assertEquals(20, runs.run("ended").progress().totalSteps());

        folders.checkpoint("ended/checkpoint-30", 30, 40);
        runs.hook(output, 30, "").statusCode(202);
        runs.awaitRun("ended", RunStatus.TRAINING);
        runs.end(Map.of("run_id", "ended")).statusCode(202);
        runs.awaitRun("ended", RunStatus.COMPLETED);
        assertEquals(30, runs.run("ended").progress().totalSteps());
    }

    @Test
    void anEndOfAnUnknownRunOrOfOneWithoutCheckpointsIsRefused() throws Exception {
        runs.end(Map.of("run_id", "never-heard-of")).statusCode(400).body("faults[0].field", equalTo("run_id"));
        runs.end(Map.of("output_dir", root.resolve("nowhere").toString()))
                .statusCode(400)
                .body("faults[0].field", equalTo("output_dir"));
        runs.end(Map.of()).statusCode(400).body("faults[0].field", equalTo("run_id"));
        Files.createDirectories(root.resolve("no-checkpoint"));
        runs.adopt(Map.of("run_id", "no-checkpoint", "path", "no-checkpoint", "template", "lab"))
                .statusCode(202);
        runs.end(Map.of("run_id", "no-checkpoint"))
                .statusCode(400)
                .body("faults[0].limit", containsString("has no checkpoint"));
        runs.end(Map.of("run_id", "no-checkpoint", "checkpoint_dir", "/a"))
                .statusCode(400)
                .body("faults[0].field", equalTo("checkpoint_dir"));
    }

    @Test
    void aFolderThatWasIncompleteDoesNotChangeTheEndThatWasSaid() throws Exception {
        Path unfinished = failUnfinished("said", "&complete=true");
        folders.checkpoint("said/" + unfinished.getFileName(), 4, 8);
        given().post("/api/v1/checkpoints/said/4/retry").then().statusCode(202);
        assertEquals(4, runs.ready("said", 1).get(0).totalSteps());
        runs.awaitRun("said", RunStatus.COMPLETED);
        assertEquals(4, runs.run("said").progress().totalSteps());
    }

    @Test
    void aFailedCheckpointIsAdoptedByARetryOnceItIsFinished() throws Exception {
        Path unfinished = failUnfinished("finished");
        folders.checkpoint("finished/" + unfinished.getFileName(), 4, 8);
        given().post("/api/v1/checkpoints/finished/4/retry").then().statusCode(202);
        assertEquals(4, runs.ready("finished", 1).get(0).step());
        runs.awaitRun("finished", RunStatus.TRAINING);
        given().post("/api/v1/checkpoints/finished/4/retry").then().statusCode(409);
    }

    @Test
    void anUnknownStepIsNotFound() throws Exception {
        hookWithSettings("three-alone");
        get("/api/v1/checkpoints/three-alone/5").then().statusCode(404);
    }

    /** The folder, which is empty. */
    private Path failUnfinished(String run) throws Exception {
        return failUnfinished(run, "");
    }

    private Path failUnfinished(String run, String parameters) throws Exception {
        Path output = Files.createDirectories(root.resolve(run));
        Path checkpoint = Files.createDirectory(output.resolve("checkpoint-4"));
        runs.hook(output, 4, "?run_id=" + run + "&template=lab" + parameters).statusCode(202);
        await().atMost(MAX_WAIT).until(() -> runs.status(run, 4).equals("failed"));
        return checkpoint;
    }
}
