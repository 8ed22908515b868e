package io.tiltmeter.trainer.application;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.rest.CheckpointListResponse.CheckpointResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingFlowIT extends TestWithBroker {
    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Inject
    ArtifactStore artifacts;

    @Inject
    DatasetRepository datasets;

    private TinyWorld world;

    @BeforeEach
    void open() {
        world = new TinyWorld(artifacts);
    }

    @Test
    void aRunTrainsToItsEndAndPublishesEveryCheckpoint() throws IOException {
        ready(world.documents("flow-docs", 120));
        SuiteReady suite = world.suite("flow-suite");
        broker.publish(EventTypes.SUITE_READY, "flow-suite", suite);
        String id = RunCalls.start(RunCalls.fresh("flow", "flow-docs", """
                "suites": ["flow-suite"], "max_steps": 60, "learning_rate": 0.01, "warmup_steps": 5,
                "per_device_train_batch_size": 8, "group_by_length": true, "save_steps": 20
                """));
        RunUpdated run = RunCalls.await(id, RunStatus.COMPLETED);

        assertEquals(60, run.progress().step());
        assertEquals(4.0, run.progress().epochs());
        assertEquals(List.of(0, 1, 2, 20, 40, 60), run.plannedCheckpoints());
        assertEquals(
                run.plannedCheckpoints(),
                RunCalls.checkpoints(id).checkpoints().stream()
                        .map(CheckpointResponse::step)
                        .toList());

        List<StepRecord> losses = RunCalls.losses(id).losses();
        assertEquals(
                IntStream.rangeClosed(1, 60).boxed().toList(),
                losses.stream().map(StepRecord::step).toList());
        assertTrue(losses.get(59).lossNats() < losses.get(0).lossNats() - 0.5, "the loss did not fall: " + losses);
        assertEquals(0.0, losses.get(0).learningRate());
        assertEquals(0.01, losses.get(5).learningRate());

        Awaitility.await()
                .until(() -> broker.events(EventTypes.RUN_UPDATED, id).stream()
                        .anyMatch(update -> update.status() == RunStatus.COMPLETED));
        List<CheckpointReady> published = broker.events(EventTypes.CHECKPOINT_READY, id);
        assertEquals(
                run.plannedCheckpoints(),
                published.stream().map(CheckpointReady::step).toList());
        for (CheckpointReady checkpoint : published) {
            Path folder = artifacts.folder(checkpoint.model());
            assertTrue(Files.isRegularFile(folder.resolve("tokenizer.json")));
            assertEquals(List.of(suite.suite()), checkpoint.suites());
            assertEquals("plain", checkpoint.template());
        }
        List<Long> revisions = broker.events(EventTypes.RUN_UPDATED, id).stream()
                .map(RunUpdated::revision)
                .toList();
        assertEquals(revisions.stream().sorted().distinct().toList(), revisions);
        assertFalse(Files.exists(artifactDirectory.resolve("training-state/" + id + "/step-000060")));
        given().get("/q/metrics")
                .then()
                .body(containsString("tiltmeter_training_tokens_total"), not(containsString("run=\"flow\"")));
    }

    @Test
    void everythingMayBePostedAtOnceAndStartsWhenItsInputsAreThere() throws IOException {
        broker.publish(EventTypes.DATASET_UPDATED, "later-docs", DatasetEvents.mixture("later-docs"));
        broker.publish(EventTypes.DATASET_UPDATED, "later-questions", DatasetEvents.mixture("later-questions"));
        broker.publish(EventTypes.DATASET_UPDATED, "later-suite", DatasetEvents.suite("later-suite"));
        String base = RunCalls.start(RunCalls.fresh("later-base", "later-docs", "\"max_steps\": 5"));
        String tuned = RunCalls.start("""
                {"run_name": "later", "model_name_or_path": "run:later-base", "mixture": "later-questions",
                 "suites": ["later-suite"], "max_steps": 4, "finetuning_type": "qk_only"}""");
        RunCalls.awaitReason(base, "waits for mixture later-docs (being built)");
        RunUpdated waiting = RunCalls.awaitReason(
                tuned,
                "waits for mixture later-questions (being built), suite later-suite (being built), run later-base"
                        + " (not complete yet)");
        assertEquals(RunStatus.WAITING, waiting.status());

        ready(world.questions("later-questions", 40));
        ready(world.documents("later-docs", 40));
        RunCalls.await(base, RunStatus.COMPLETED);
        assertEquals(RunStatus.WAITING, RunCalls.get(tuned).status());
        broker.publish(EventTypes.SUITE_READY, "later-suite", world.suite("later-suite"));
        RunCalls.await(tuned, RunStatus.COMPLETED);
        assertEquals(
                "lab", broker.events(EventTypes.CHECKPOINT_READY, tuned).get(0).template());
    }

    @Test
    void aSuiteNamedWithoutItsVersionIsTheNewestOne() throws IOException {
        for (String id : List.of("facts.v10", "facts.v9")) {
            broker.publish(EventTypes.SUITE_READY, id, world.suite(id));
            Awaitility.await()
                    .until(() -> QuarkusTransaction.requiringNew()
                            .call(() -> datasets.suites(List.of(id)).containsKey(id)));
        }
        String run = RunCalls.start(
                RunCalls.fresh("unversioned", "unversioned-docs", "\"max_steps\": 1, \"suites\": [\"facts\"]"));
        RunCalls.awaitReason(run, "waits for mixture unversioned-docs, which no service has announced yet");
        String other = RunCalls.start(
                RunCalls.fresh("unheard-of", "unversioned-docs", "\"max_steps\": 1, \"suites\": [\"sayings\"]"));
        ready(world.documents("unversioned-docs", 20));
        RunCalls.await(run, RunStatus.COMPLETED);
        List<CheckpointReady> checkpoints = broker.events(EventTypes.CHECKPOINT_READY, run);
        assertEquals(
                List.of("facts.v10"),
                checkpoints.get(0).suites().stream().map(SuiteRef::suiteId).toList());
        RunCalls.awaitReason(other, "waits for suite sayings, which no service has announced yet");
        broker.publish(EventTypes.SUITE_READY, "sayings.v1", world.suite("sayings.v1"));
        RunCalls.await(other, RunStatus.COMPLETED);
    }

    @Test
    void aMixtureOfAnotherTokenizerIsRefusedByTheModel() throws IOException {
        ready(world.documents("own-docs", 20));
        MixtureReady own = world.documents("foreign-docs", 20);
        ready(new MixtureReady(
                own.mixtureId(),
                own.template(),
                own.examples(),
                own.exampleCount(),
                own.classCounts(),
                Optional.of(own.examples()),
                own.recipeSha256(),
                own.readyAt()));
        String base = RunCalls.start(RunCalls.fresh("vocabulary-base", "own-docs", "\"max_steps\": 2"));
        String tuned = RunCalls.start("""
                {"run_name": "vocabulary", "model_name_or_path": "run:%s", "mixture": "foreign-docs", "max_steps": 2}""".formatted(base));
        String reason = RunCalls.await(tuned, RunStatus.FAILED).reason();
        assertTrue(reason.contains("written for another tokenizer"), reason);
    }

    @Test
    void onlyTheWantedNumberOfCheckpointsKeepTheirFiles() throws IOException {
        ready(world.documents("limit-docs", 40));
        String id = RunCalls.start(RunCalls.fresh(
                "limit",
                "limit-docs",
                "\"max_steps\": 12, \"save_steps\": 2, \"save_early_ratios\": []," + " \"save_total_limit\": 3"));
        RunCalls.await(id, RunStatus.COMPLETED);
        for (CheckpointResponse checkpoint : RunCalls.checkpoints(id).checkpoints()) {
            boolean wanted = List.of(0, 10, 12).contains(checkpoint.step());
            assertEquals(wanted, checkpoint.filesKept(), "step " + checkpoint.step());
            assertEquals(
                    wanted,
                    Files.exists(artifactDirectory.resolve(checkpoint.model().path())),
                    "step " + checkpoint.step());
        }
    }

    private void ready(MixtureReady mixture) {
        broker.publish(EventTypes.MIXTURE_READY, mixture.mixtureId(), mixture);
    }
}
