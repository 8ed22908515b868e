package io.tiltmeter.trainer.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicetest.ServiceProcess;
import io.tiltmeter.servicetest.TestWithBroker;
import io.tiltmeter.trainer.finetuning.Requests;
import io.tiltmeter.trainer.finetuning.RunState;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.LossRepository;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a trainer at work: the next one ends the run with the same losses and weights. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
class KilledTrainerIT extends TestWithBroker {
    private static final int STEPS = 150;

    /** Reports often, so that a kill finds much that is half done. */
    private static final Map<String, String> SETTINGS = Map.of("tiltmeter.trainer.report-every", "20ms");

    @TempDir
    Path directory;

    @Inject
    TrainerDatabase database;

    @Inject
    PatientTransactions transactions;

    @Inject
    RunLifecycle lifecycle;

    @Inject
    RunAcceptance acceptance;

    @Inject
    RunRepository runs;

    @Inject
    LossRepository lossHistory;

    @Inject
    CheckpointRepository checkpoints;

    @Inject
    DatasetRepository datasets;

    @Inject
    ArtifactStore artifacts;

    private ServiceProcess trainer;

    @BeforeEach
    void deleteRows() {
        database.clear();
    }

    @AfterEach
    void stopTrainer() throws InterruptedException {
        if (trainer != null) {
            trainer.kill();
        }
    }

    @Test
    void aRunWhoseTrainerIsKilledEndsAsTheUnbrokenOne() throws Exception {
        accept(fresh("unbroken"));
        startTrainer();
        await(() -> state("unbroken").status() == RunStatus.COMPLETED);

        accept(fresh("killed"));
        killAt("killed", List.of(1, 50, 100));
        Awaitility.await().until(() -> database.waitingEvents() == 0);

        assertSameRun("unbroken", "killed");
        List<Integer> published = broker.events(EventTypes.CHECKPOINT_READY, "killed").stream()
                .map(CheckpointReady::step)
                .distinct()
                .toList();
        assertEquals(List.of(0, 2, 3, 5, 30, 60, 90, 120, 150), published);
    }

    @Test
    void aRunThatIsWarnedOfWhileItsTrainerIsDeadTakesNoFurtherStep() throws Exception {
        accept(RunCalls.fresh("warned", "docs", """
                "max_steps": %d, "suites": ["conflict"], "early_stopping": {}, "learning_rate": 0.01,
                "per_device_train_batch_size": 32, "gradient_accumulation_steps": 2, "save_steps": 30
                """.formatted(STEPS)));
        startTrainer();
        await(() -> losses("warned").size() >= 40);
        trainer.kill();
        int saved = newestCheckpoint("warned");
        transactions.run(() -> lifecycle.warned(EarlyStopIT.warning("warned", "conflict", WarningState.INVERTED)));
        startTrainer();
        await(() -> state("warned").status() == RunStatus.COMPLETED);
        assertEquals(saved, state("warned").step());
        assertTrue(
                state("warned").reason().startsWith("stopped early at step " + saved),
                state("warned").reason());
        assertEquals(saved, newestCheckpoint("warned"));
    }

    @Test
    void aLoraRunWhoseTrainerIsKilledEndsAsTheUnbrokenOne() throws Exception {
        accept(fresh("unbroken"));
        accept(lora("unbroken-lora"));
        startTrainer();
        await(() -> state("unbroken-lora").status() == RunStatus.COMPLETED);

        accept(lora("killed-lora"));
        killAt("killed-lora", List.of(50));
        assertSameRun("unbroken-lora", "killed-lora");
    }

    /** Kills the trainer when the run has so many losses, each time anew, and waits for the run's end. */
    private void killAt(String id, List<Integer> steps) throws Exception {
        for (int many : steps) {
            await(() -> losses(id).size() >= many);
            assertSame(RunStatus.TRAINING, state(id).status(), "the run ended before it was killed at " + many);
            trainer.kill();
            startTrainer();
        }
        await(() -> state(id).status() == RunStatus.COMPLETED);
    }

    private void startTrainer() throws IOException {
        trainer = ServiceProcess.start(directory.resolve("trainer.log"), SETTINGS);
    }

    private static String fresh(String name) {
        return RunCalls.fresh(name, "docs", """
                "max_steps": %d, "learning_rate": 0.01, "per_device_train_batch_size": 32, "group_by_length": true,
                "gradient_accumulation_steps": 2, "save_steps": 30
                """.formatted(STEPS));
    }

    /** Adapters with dropout, in bfloat16, on packed rows. */
    private static String lora(String name) {
        return """
                {"run_name": "%s", "model_name_or_path": "run:unbroken", "mixture": "docs", "max_steps": %d,
                 "finetuning_type": "lora", "lora_dropout": 0.1, "learning_rate": 0.01, "bf16": true, "packing": true,
                 "per_device_train_batch_size": 32, "gradient_accumulation_steps": 2, "save_steps": 30}
                """.formatted(name, STEPS);
    }

    private void accept(String body) throws IOException {
        MixtureReady mixture = new TinyWorld(artifacts).documents("docs", 200);
        SuiteReady suite = new TinyWorld(artifacts).suite("conflict");
        RunRequest request = Requests.read(body);
        transactions.run(() -> {
            datasets.put(mixture);
            datasets.put(suite);
            acceptance.accept(request, Optional.empty());
        });
    }

    /** Long, since a loaded machine starts a process slowly; a trainer that died by itself ends the wait. */
    private void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(20))
                .failFast("the trainer ended by itself", () -> !trainer.isAlive())
                .until(condition);
    }

    private void assertSameRun(String expected, String actual) {
        assertEquals(losses(expected), losses(actual));
        assertEquals(weights(expected), weights(actual));
    }

    private RunState state(String id) {
        return transactions.call(() -> runs.get(id)).state();
    }

    private List<StepRecord> losses(String id) {
        return transactions.call(() -> lossHistory.losses(id, 0, STEPS));
    }

    private int newestCheckpoint(String id) {
        return transactions.call(() -> checkpoints.newest(id)).orElseThrow().step();
    }

    private List<String> weights(String id) {
        return transactions.call(() -> checkpoints.checkpoints(id)).stream()
                .map((StoredCheckpoint checkpoint) -> checkpoint.step() + " " + checkpoint.weightsSha256())
                .toList();
    }
}
