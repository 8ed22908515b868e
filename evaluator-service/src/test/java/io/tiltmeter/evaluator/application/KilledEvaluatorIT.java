package io.tiltmeter.evaluator.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicetest.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of one of two evaluators in the middle of a shard. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledEvaluatorIT {
    private static final int SHARDS = 12;
    private static final int EXAMPLES_A_SHARD = 400;

    @TempDir
    static Path directory;

    private Replicas replicas;

    @BeforeAll
    void scoreUndisturbedAndThenKillOne() throws Exception {
        replicas = new Replicas("shards", directory);
        ScoringRequests requests = new ScoringRequests(new DirectoryArtifactStore(replicas.directory()));
        ArtifactRef model = requests.model("tiny", 5);
        ArtifactRef examples = requests.store("tiny", ScoringRequests.examples(SHARDS * EXAMPLES_A_SHARD));
        String victim = replicas.start();
        String other = replicas.start();
        replicas.awaitReady(victim);
        replicas.awaitReady(other);
        accept("undisturbed", model, examples);
        awaitDone("undisturbed");

        accept("disturbed", model, examples);
        replicas.await(
                "both have scored a shard",
                () -> Stream.of(victim, other)
                        .allMatch(replica ->
                                replicas.shards("disturbed").stream().anyMatch(row -> is(Status.DONE, replica, row))));
        killInTheMiddleOfAShard(victim);
        awaitDone("disturbed");
        replicas.awaitPublished();
    }

    @AfterAll
    void stop() throws InterruptedException {
        replicas.close();
    }

    @Test
    void theLossesAreThoseOfAnUndisturbedRequest() throws Exception {
        for (int shard = 0; shard < SHARDS; shard++) {
            assertArrayEquals(losses("undisturbed", shard), losses("disturbed", shard), "shard " + shard);
        }
    }

    @Test
    void theShardInHandIsTakenOver() {
        assertTrue(
                replicas.shards("disturbed").stream().anyMatch(row -> row.work().attempts() > 1));
    }

    /** Delivery is at least once; what is delivered twice is the same event. */
    @Test
    void eachShardIsPublishedOnceAndNoneAsFailed() {
        try (TestBroker broker = new TestBroker(SharedStack.bootstrapServers())) {
            assertEquals(
                    IntStream.range(0, SHARDS).boxed().toList(),
                    broker.events(EventTypes.EXAMPLES_SCORED, "disturbed").stream()
                            .distinct()
                            .map(ExamplesScored::shard)
                            .sorted()
                            .toList());
            assertEquals(List.of(), broker.events(EventTypes.EXAMPLES_SCORING_FAILED, "disturbed"));
        }
    }

    /** Stops it while it has a shard in hand, so that none can end between the look at the table and the kill. */
    private void killInTheMiddleOfAShard(String replica) throws Exception {
        replicas.await(replica + " is in the middle of a shard", () -> {
            replicas.signal(replica, "STOP");
            if (inHand(replica) == 1) {
                return true;
            }
            replicas.signal(replica, "CONT");
            return false;
        });
        replicas.kill(replica);
        assertEquals(1, inHand(replica), "shards that it had leased and not ended when it died");
    }

    private long inHand(String replica) {
        return replicas.shards("disturbed").stream()
                .filter(row -> is(Status.LEASED, replica, row))
                .count();
    }

    private static boolean is(Status status, String replica, StoredScoring row) {
        return row.work().status() == status && row.work().replica().equals(Optional.of(replica));
    }

    private void accept(String requestId, ArtifactRef model, ArtifactRef examples) {
        replicas.accept(IntStream.range(0, SHARDS)
                .mapToObj(shard -> ScoringRequests.losses(requestId, model, examples, shard, SHARDS, EXAMPLES_A_SHARD))
                .toList());
    }

    private void awaitDone(String requestId) {
        replicas.await(
                requestId + " is scored",
                () -> replicas.shards(requestId).stream()
                                .filter(row -> row.work().status() == Status.DONE)
                                .count()
                        >= SHARDS);
    }

    private byte[] losses(String requestId, int shard) throws Exception {
        return Files.readAllBytes(
                replicas.directory().resolve("losses/%s/shard-%04d.jsonl".formatted(requestId, shard)));
    }
}
