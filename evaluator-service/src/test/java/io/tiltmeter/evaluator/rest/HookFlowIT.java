package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.evaluator.adoption.TrainerFolders;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Training hooks: sent early, twice, in any order, and with nothing but where their trainer writes. */
@QuarkusTest
class HookFlowIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "tiltmeter.checkpoints.directories")
    Path root;

    @Inject
    ArtifactStore artifacts;

    private RunsFromElsewhere runs;
    private TrainerFolders folders;

    @BeforeEach
    void connect() {
        runs = new RunsFromElsewhere(bootstrapServers, artifacts);
        folders = new TrainerFolders(root);
    }

    @AfterEach
    void disconnect() {
        runs.close();
    }

    @Test
    void aHookNeedsNoMoreThanWhereItsTrainerWrites() throws Exception {
        Path output = Files.createDirectories(root.resolve("hooked"));
        runs.hook(output, 5, "").statusCode(400).body("faults[0].field", equalTo("output_dir"));
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
    void aHookMayBringItsRunsSettingsAsParameters() throws Exception {
        runs.publishSuite("parameters.v1", 2);
        Path output = Files.createDirectories(root.resolve("parameters"));
        folders.checkpoint("parameters/checkpoint-3", 3, 9);
        runs.hook(output, 3, "?run_id=parameters&template=lab&suites=parameters.v1&total_steps=9")
                .statusCode(202);
        CheckpointReady ready = runs.ready("parameters", 1).get(0);
        assertEquals(9, ready.totalSteps());
        assertEquals("parameters.v1", ready.suites().get(0).suiteId());
        folders.checkpoint("parameters/checkpoint-6", 6, 9);
        runs.hook(output, 6, "").statusCode(202);
        assertEquals(
                "parameters.v1",
                runs.ready("parameters", 2).get(1).suites().get(0).suiteId());
        runs.hook(output, 6, "?run_id=parameters&template=alpaca&suites=other&total_steps=many")
                .statusCode(400)
                .body("faults.field", hasItems("template", "suites", "total_steps"));
    }

    @Test
    void anUnfinishedCheckpointOfAHookIsWaitedForAndGivenUpWithItsReason() throws Exception {
        Path output = Files.createDirectories(root.resolve("slow"));
        Path source = folders.checkpoint("slow-source/checkpoint-4", 4, 8);
        Path target = Files.createDirectory(output.resolve("checkpoint-4"));
        runs.hook(output, 4, "?run_id=slow&template=lab").statusCode(202);
        await().atMost(RunsFromElsewhere.SOON)
                .until(() -> runs.status("slow", 4).equals("failed"));
        get("/api/v1/checkpoints/slow/4").then().body("reason", containsString("config.json"));
        assertEquals(List.of(), runs.broker().events(EventTypes.CHECKPOINT_READY, "slow"));
        RunUpdated failed = runs.run("slow");
        assertEquals(RunStatus.FAILED, failed.status());
        assertTrue(failed.reason().contains("step 4"), failed.reason());

        for (Path file : TrainerFolders.below(source)) {
            if (Files.isRegularFile(file)) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        given().post("/api/v1/checkpoints/slow/4/retry").then().statusCode(202);
        assertEquals(4, runs.ready("slow", 1).get(0).step());
        runs.awaitRun("slow", RunStatus.TRAINING);
        given().post("/api/v1/checkpoints/slow/4/retry").then().statusCode(409);
        get("/api/v1/checkpoints/slow/5").then().statusCode(404);
    }
}
