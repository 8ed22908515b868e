package io.tiltmeter.trainer.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicetest.JavaProcess;
import io.tiltmeter.servicetest.ServiceStack;
import io.tiltmeter.servicetest.TestBroker;
import io.tiltmeter.trainer.finetuning.Requests;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.LossRepository;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a trainer at work: the next one ends the run with the same losses and weights. */
class KilledTrainerIT {
    private static final int STEPS = 150;

    @TempDir
    Path directory;

    private String jdbcUrl;
    private TrainerProcess.Wiring wiring;
    private Process trainer;

    @BeforeEach
    void createDatabase() {
        ServiceStack.startShared();
        jdbcUrl = SharedStack.newDatabase("trainer");
        Flyway.configure()
                .dataSource(TrainerProcess.dataSource(jdbcUrl))
                .schemas("trainer")
                .locations("classpath:db/kit", "classpath:db/migration")
                .load()
                .migrate();
        wiring = TrainerProcess.Wiring.of(jdbcUrl, SharedStack.bootstrapServers());
    }

    @AfterEach
    void stopTrainer() throws InterruptedException {
        if (trainer != null) {
            trainer.destroyForcibly().waitFor();
        }
        wiring.relay().close();
    }

    @Test
    void aRunWhoseTrainerIsKilledEndsAsTheUnbrokenOne() throws Exception {
        accept(fresh("unbroken"));
        trainer = start();
        await(handle -> status(handle, "unbroken") == RunStatus.COMPLETED);

        accept(fresh("killed"));
        killAt("killed", List.of(1, 50, 100));
        Awaitility.await()
                .until(() -> wiring.jdbi()
                                .withHandle(handle -> handle.createQuery("select count(*) from outbox_event")
                                        .mapTo(Integer.class)
                                        .one())
                        == 0);

        wiring.jdbi().useHandle(handle -> {
            assertEquals(
                    LossRepository.list(handle, "unbroken", 0, STEPS), LossRepository.list(handle, "killed", 0, STEPS));
            assertEquals(weights(handle, "unbroken"), weights(handle, "killed"));
        });
        try (TestBroker broker = new TestBroker(SharedStack.bootstrapServers())) {
            List<Integer> published = broker.events(EventTypes.CHECKPOINT_READY, "killed").stream()
                    .map(CheckpointReady::step)
                    .distinct()
                    .toList();
            assertEquals(List.of(0, 2, 3, 5, 30, 60, 90, 120, 150), published);
        }
    }

    @Test
    void aRunThatIsWarnedOfWhileItsTrainerIsDeadTakesNoFurtherStep() throws Exception {
        accept(RunCalls.fresh("warned", "docs", """
                "max_steps": %d, "suites": ["conflict"], "early_stopping": {}, "learning_rate": 0.01,
                "per_device_train_batch_size": 32, "gradient_accumulation_steps": 2, "save_steps": 30
                """.formatted(STEPS)));
        trainer = start();
        await(handle -> LossRepository.list(handle, "warned", 0, STEPS).size() >= 40);
        trainer.destroyForcibly().waitFor();
        int saved = wiring.jdbi()
                .withHandle(
                        handle -> CheckpointRepository.newest(handle, "warned").orElseThrow())
                .step();
        wiring.transactions()
                .run(handle -> wiring.lifecycle()
                        .warned(handle, EarlyStopIT.warning("warned", "conflict", WarningState.INVERTED)));
        trainer = start();
        await(handle -> status(handle, "warned") == RunStatus.COMPLETED);
        wiring.jdbi().useHandle(handle -> {
            StoredRun ended = RunRepository.find(handle, "warned").orElseThrow();
            assertEquals(saved, ended.state().step());
            assertTrue(
                    ended.state().reason().startsWith("stopped early at step " + saved),
                    ended.state().reason());
            assertEquals(
                    saved,
                    CheckpointRepository.newest(handle, "warned").orElseThrow().step());
        });
    }

    @Test
    void aLoraRunWhoseTrainerIsKilledEndsAsTheUnbrokenOne() throws Exception {
        accept(fresh("unbroken"));
        accept(lora("unbroken-lora"));
        trainer = start();
        await(handle -> status(handle, "unbroken-lora") == RunStatus.COMPLETED);

        accept(lora("killed-lora"));
        killAt("killed-lora", List.of(50));
        wiring.jdbi().useHandle(handle -> {
            assertEquals(
                    LossRepository.list(handle, "unbroken-lora", 0, STEPS),
                    LossRepository.list(handle, "killed-lora", 0, STEPS));
            assertEquals(weights(handle, "unbroken-lora"), weights(handle, "killed-lora"));
        });
    }

    /** Kills the trainer when the run has so many losses, each time anew, and waits for the run's end. */
    private void killAt(String id, List<Integer> losses) throws Exception {
        for (int many : losses) {
            await(handle -> LossRepository.list(handle, id, 0, STEPS).size() >= many);
            assertTrue(
                    wiring.jdbi().withHandle(handle -> status(handle, id)) == RunStatus.TRAINING,
                    "the run ended before it was killed at " + many);
            trainer.destroyForcibly().waitFor();
            trainer = start();
        }
        await(handle -> status(handle, id) == RunStatus.COMPLETED);
    }

    private Process start() throws Exception {
        return JavaProcess.start(
                TrainerProcess.class,
                directory.resolve("trainer.log"),
                jdbcUrl,
                SharedStack.bootstrapServers(),
                directory.toString());
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

    private void accept(String body) throws Exception {
        MixtureReady mixture = new TinyWorld(new DirectoryArtifactStore(directory)).documents("docs", 200);
        SuiteReady suite = new TinyWorld(new DirectoryArtifactStore(directory)).suite("conflict");
        RunRequest request = Requests.read(body);
        wiring.transactions().run(handle -> {
            DatasetRepository.put(handle, mixture);
            DatasetRepository.put(handle, suite);
            return wiring.lifecycle().accept(handle, request, Optional.empty());
        });
    }

    /** Long, since a loaded machine starts a process slowly; a trainer that died by itself ends the wait. */
    private void await(Predicate<Handle> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(20))
                .failFast("the trainer ended by itself", () -> !trainer.isAlive())
                .until(() -> wiring.jdbi().withHandle(condition::test));
    }

    private static RunStatus status(Handle handle, String id) {
        return RunRepository.find(handle, id).orElseThrow().state().status();
    }

    private static List<String> weights(Handle handle, String id) {
        return CheckpointRepository.list(handle, id).stream()
                .map((StoredCheckpoint checkpoint) -> checkpoint.step() + " " + checkpoint.weightsSha256())
                .toList();
    }
}
