package io.tiltmeter.evaluator.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.evaluator.Broker;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of one of two evaluators in the middle of a shard: nothing of the losses shows it. */
class KilledEvaluatorIT {
    private static final int SHARDS = 12;
    private static final int EXAMPLES_A_SHARD = 1000;

    @TempDir
    Path directory;

    private EmbeddedStack stack;
    private EvaluatorProcess.Wiring wiring;
    private DirectoryArtifactStore artifacts;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void startStack() throws Exception {
        stack = EmbeddedStack.start(
                List.of(EventTypes.EXAMPLES_SCORED.topic(), EventTypes.EXAMPLES_SCORING_FAILED.topic()));
        Flyway.configure()
                .dataSource(EvaluatorProcess.dataSource(stack.jdbcUrl("evaluator")))
                .schemas("evaluator")
                .locations("classpath:db/kit")
                .load()
                .migrate();
        wiring = EvaluatorProcess.Wiring.of(stack.jdbcUrl("evaluator"), stack.bootstrapServers());
        artifacts = new DirectoryArtifactStore(directory);
    }

    @AfterEach
    void stopStack() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        wiring.relay().close();
        stack.close();
    }

    @Test
    void theLossesOfARequestWhoseEvaluatorIsKilledAreThoseOfAnUndisturbedOne() throws Exception {
        ScoringRequests requests = new ScoringRequests(artifacts);
        ArtifactRef model = requests.model("tiny", 5);
        ArtifactRef examples = requests.store("tiny", ScoringRequests.examples(SHARDS * EXAMPLES_A_SHARD));
        Process victim = start("evaluator-1");
        start("evaluator-2");
        accept("undisturbed", model, examples);
        awaitDone("undisturbed", SHARDS);

        accept("disturbed", model, examples);
        await(() -> Stream.of("evaluator-1", "evaluator-2")
                .allMatch(replica -> rows("disturbed").stream().anyMatch(row -> is(Status.DONE, replica, row))));
        killInTheMiddleOfAShard(victim, "evaluator-1");
        awaitDone("disturbed", SHARDS);

        for (int shard = 0; shard < SHARDS; shard++) {
            assertArrayEquals(losses("undisturbed", shard), losses("disturbed", shard), "shard " + shard);
        }
        assertTrue(
                rows("disturbed").stream().anyMatch(row -> row.work().attempt() > 1),
                "no shard was taken over: nothing was tried here");
        assertEachShardWasPublishedOnce("disturbed");
    }

    /** Stops it while it has a shard in hand, so that none can end between the look at the table and the kill. */
    private void killInTheMiddleOfAShard(Process victim, String replica) throws Exception {
        await(() -> {
            signal(victim, "STOP");
            if (inHand(replica).size() == 1) {
                return true;
            }
            signal(victim, "CONT");
            return false;
        });
        victim.destroyForcibly().waitFor();
        assertEquals(1, inHand(replica).size(), "shards that it had leased and not ended when it died");
    }

    private static void signal(Process process, String name) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private List<String> inHand(String replica) {
        return rows("disturbed").stream()
                .filter(row -> is(Status.LEASED, replica, row))
                .map(row -> row.task().id())
                .toList();
    }

    private static boolean is(Status status, String replica, StoredScoring row) {
        return row.work().status() == status && row.work().leaseOwner().equals(Optional.of(replica));
    }

    /** Delivery is at least once; what is delivered twice is the same event. */
    private void assertEachShardWasPublishedOnce(String requestId) {
        Awaitility.await()
                .until(() -> wiring.jdbi()
                                .withHandle(handle -> handle.createQuery("select count(*) from outbox_event")
                                        .mapTo(Integer.class)
                                        .one())
                        == 0);
        try (Broker broker = new Broker(stack.bootstrapServers())) {
            assertEquals(
                    IntStream.range(0, SHARDS).boxed().toList(),
                    broker.events(EventTypes.EXAMPLES_SCORED, requestId).stream()
                            .distinct()
                            .map(ExamplesScored::shard)
                            .sorted()
                            .toList());
            assertEquals(List.of(), broker.events(EventTypes.EXAMPLES_SCORING_FAILED, requestId));
        }
    }

    private void accept(String requestId, ArtifactRef model, ArtifactRef examples) {
        wiring.transactions().run(handle -> {
            for (int shard = 0; shard < SHARDS; shard++) {
                wiring.table()
                        .accept(
                                handle,
                                ScoringRequests.losses(requestId, model, examples, shard, SHARDS, EXAMPLES_A_SHARD));
            }
            return null;
        });
    }

    private Process start(String replica) throws Exception {
        Process process =
                EvaluatorProcess.start(replica, stack.jdbcUrl("evaluator"), stack.bootstrapServers(), directory);
        started.add(process);
        await(() -> Files.readString(directory.resolve(replica + ".log")).contains(EvaluatorProcess.READY));
        return process;
    }

    private void awaitDone(String requestId, long shards) {
        await(() -> rows(requestId).stream()
                        .filter(row -> row.work().status() == Status.DONE)
                        .count()
                >= shards);
    }

    /** Long, since a loaded machine starts a process slowly; evaluators that died by themselves end the wait. */
    private void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .failFast("no evaluator is left", () -> started.stream().noneMatch(Process::isAlive))
                .until(condition);
    }

    private List<StoredScoring> rows(String requestId) {
        return wiring.table().list(Optional.empty(), Optional.of(requestId), new Page(100, 0));
    }

    private byte[] losses(String requestId, int shard) throws Exception {
        return Files.readAllBytes(directory.resolve("losses/%s/shard-%04d.jsonl".formatted(requestId, shard)));
    }
}
