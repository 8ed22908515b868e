package io.tiltmeter.trainer.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attempts that end early: whatever happens to them, the run ends as if nothing had. */
@QuarkusTest
class TakenOverRunIT extends TestWithBroker {
    private static final String SETTINGS = """
            "max_steps": 40, "learning_rate": 0.01, "per_device_train_batch_size": 4,
            "gradient_accumulation_steps": 2, "group_by_length": %s, "save_steps": 5, "save_early_ratios": [0.2]
            """;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Inject
    ArtifactStore artifacts;

    @Inject
    TrainerDatabase database;

    @Inject
    WorkRepository work;

    @BeforeEach
    void open() throws IOException {
        broker.publish(EventTypes.MIXTURE_READY, "taken-docs", new TinyWorld(artifacts).documents("taken-docs", 50));
    }

    @Test
    void aRunThatIsTakenOverAgainAndAgainEndsAsTheUnbrokenOne() {
        for (boolean grouped : List.of(false, true)) {
            String unbroken = run("unbroken-" + grouped, grouped);
            for (int step : List.of(0, 5, 20, 35)) {
                afterCheckpoint(
                        "broken-" + grouped,
                        step,
                        "update work_item set status = 'ready' where id = new.run_id; return new;");
            }
            String broken = run("broken-" + grouped, grouped);
            assertEquals(5, attempts(broken), "the run was not taken over as often as this test means to");
            assertSameRun(unbroken, broken);
        }
    }

    @Test
    void aLoraRunThatIsTakenOverEndsAsTheUnbrokenOne() {
        String base = run("taken-base", false);
        String unbroken = lora("unbroken-adapters", base);
        for (int step : List.of(0, 5, 20)) {
            afterCheckpoint(
                    "broken-adapters",
                    step,
                    "update work_item set status = 'ready' where id = new.run_id; return new;");
        }
        String broken = lora("broken-adapters", base);
        assertEquals(4, attempts(broken), "the run was not taken over as often as this test means to");
        assertSameRun(unbroken, broken);
        assertEquals(
                RunCalls.checkpoints(unbroken).checkpoints().get(0).base(),
                RunCalls.checkpoints(broken).checkpoints().get(9).base());
    }

    @Test
    void anAttemptThatCannotStoreItsCheckpointIsRepeatedFromTheOneBefore() {
        String unbroken = run("stored", false);
        afterCheckpoint("unstored", 20, "raise exception 'the checkpoint row is refused';");
        String broken = run("unstored", false);
        assertEquals(2, attempts(broken));
        assertSameRun(unbroken, broken);
    }

    @Test
    void aDiskThatTakesNothingFailsTheRunWithAReasonAndLeavesNothingHalfDone() throws IOException {
        Path inTheWay = artifactDirectory.resolve("checkpoints/no-room");
        Files.createDirectories(inTheWay.getParent());
        Files.createFile(inTheWay);
        String id = RunCalls.start(RunCalls.fresh("no-room", "taken-docs", SETTINGS.formatted(false)));
        String reason = RunCalls.await(id, RunStatus.FAILED).reason();
        assertTrue(reason.startsWith("the checkpoint of step 0 could not be saved: "), reason);
        assertTrue(reason.contains("has room"), reason);
        assertEquals(3, attempts(id));
        try (Stream<Path> unfinished = Files.list(artifactDirectory.resolve(".unfinished"))) {
            assertEquals(List.of(), unfinished.toList());
        }

        Files.delete(inTheWay);
        assertEquals(202, RunCalls.retry(id).statusCode());
        RunCalls.await(id, RunStatus.COMPLETED);
        assertEquals(409, RunCalls.retry(id).statusCode());
    }

    private String run(String name, boolean grouped) {
        String id = RunCalls.start(RunCalls.fresh(name, "taken-docs", SETTINGS.formatted(grouped)));
        RunCalls.await(id, RunStatus.COMPLETED);
        return id;
    }

    private String lora(String name, String base) {
        String id = RunCalls.start("""
                {"run_name": "%s", "model_name_or_path": "run:%s", "mixture": "taken-docs", "finetuning_type": "lora",
                 "lora_dropout": 0.2, %s}""".formatted(name, base, SETTINGS.formatted(false)));
        RunCalls.await(id, RunStatus.COMPLETED);
        return id;
    }

    /** Does this once in the transaction that stores a checkpoint; a sequence remembers, whatever is rolled back. */
    private void afterCheckpoint(String runId, int step, String action) {
        String name = "once_" + runId.replace('-', '_') + "_" + step;
        database.execute("create sequence " + name);
        database.execute("""
                create function %1$s() returns trigger language plpgsql as $$
                begin
                    if new.run_id = '%2$s' and new.step = %3$d and nextval('%1$s') = 1 then %4$s end if;
                    return new;
                end $$
                """.formatted(name, runId, step, action));
        database.execute(
                "create trigger %1$s before insert on checkpoint for each row execute function %1$s()".formatted(name));
    }

    private int attempts(String id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> work.item(id))
                .map(WorkItem::attempt)
                .orElseThrow();
    }

    private static void assertSameRun(String expected, String actual) {
        assertEquals(RunCalls.losses(expected).losses(), RunCalls.losses(actual).losses());
        assertEquals(weights(expected), weights(actual));
    }

    private static List<String> weights(String id) {
        return RunCalls.checkpoints(id).checkpoints().stream()
                .map(checkpoint -> checkpoint.step() + " " + checkpoint.weightsSha256())
                .toList();
    }
}
