package io.tiltmeter.evaluator.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.evaluation.Sampling;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.persistence.EvaluationRepository.StoredEvaluation;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluators that are killed or paused in the middle of a suite, with others beside them, change no outcome. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedEvaluationIT {
    /** Fewer than the pool has connections: they wait for each other's rows, not for a connection. */
    private static final int AT_ONCE = 6;

    private static final int ITEMS = 200;
    private static final int MAX_NEW_TOKENS = 8;
    private static final int MAX_CHUNKS_BETWEEN_KILLS = 8;
    private static final EvaluationPlan PLAN = new EvaluationPlan(
            EvaluationPlan.DEFAULT.scorers(),
            List.of(
                    Arm.plain(MAX_NEW_TOKENS),
                    new Arm(
                            "sampled",
                            "{question}",
                            "{context}",
                            "",
                            0,
                            Optional.of(new Sampling(2, 1, 1, 7)),
                            MAX_NEW_TOKENS)),
            EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS,
            Optional.of(new KnowledgeFilter(4, 1)),
            List.of(),
            Optional.empty());

    /** Two checkpoints with two suites and two arms and three scorers, and what the base knows of each suite. */
    private static final int SERIES = 2 * 2 * 2 * 3 + 2;

    @TempDir
    static Path directory;

    private Map<String, String> undisturbed;

    @BeforeAll
    void evaluateUndisturbed() throws Exception {
        try (Replicas alone = new Replicas("undisturbed", directory)) {
            alone.start();
            publish(alone, "undisturbed");
            alone.awaitDone("undisturbed");
            undisturbed = alone.outcomes("undisturbed");
            assertEquals(0, alone.resumed(), "nothing disturbed it");
        }
        assertEquals(SERIES, undisturbed.size(), undisturbed.keySet().toString());
    }

    @ParameterizedTest
    @CsvSource({"2, 5, true", "4, 3, false"})
    void replicasThatAreKilledAtRandomLoseAndRepeatNothing(int count, int kills, boolean replaced) throws Exception {
        String run = "killed-" + count;
        Random random = new Random(count);
        try (Replicas replicas = new Replicas(run, directory)) {
            for (int i = 0; i < count; i++) {
                replicas.start();
            }
            publish(replicas, run);
            for (int kill = 0; kill < kills; kill++) {
                long moment = replicas.chunksCommitted() + 1 + random.nextInt(MAX_CHUNKS_BETWEEN_KILLS);
                List<String> inside = replicas.patiently("chunk " + moment + " for kill " + kill)
                        .failFast("all was done before the kills: make the suites larger", () -> replicas.isDone(run))
                        .until(
                                () -> replicas.chunksCommitted() >= moment ? replicas.insideASuite() : List.of(),
                                found -> !found.isEmpty());
                replicas.kill(inside.get(random.nextInt(inside.size())));
                if (replaced) {
                    replicas.start();
                }
            }
            replicas.awaitDone(run);
            assertEquals(undisturbed, replicas.outcomes(run));
            assertEquals(SERIES, replicas.events(run).size());
            assertEquals(0, replicas.chunksLeft(), "chunks of complete responses");
            assertTrue(replicas.resumed() > 0, "no attempt continued inside a suite");
        }
    }

    @Test
    void aPausedReplicaThatWritesLateChangesNothing() throws Exception {
        String run = "paused";
        try (Replicas replicas = new Replicas(run, directory)) {
            replicas.start();
            publish(replicas, run);
            replicas.await("it is in the middle of a suite", () -> replicas.chunksCommitted() > 3);
            String paused = replicas.working().get(0);
            replicas.signal(paused, "STOP");
            StoredEvaluation begun = replicas.leased().get(0);
            replicas.start();
            replicas.await(
                    "another replica has done its evaluation",
                    () -> replicas.find(begun).work().status() == Status.DONE);
            replicas.signal(paused, "CONT");
            replicas.await(
                    "it has noticed that its lease is lost",
                    () -> replicas.log(paused)
                            .lines()
                            .anyMatch(line -> line.contains("lease lost") || line.contains("left to another attempt")));
            replicas.awaitDone(run);
            assertEquals(undisturbed, replicas.outcomes(run));
            assertEquals(SERIES, replicas.events(run).size());
            assertEquals(0, replicas.chunksLeft(), "chunks of complete responses");
        }
    }

    @Test
    void runsThatShareWorkInDifferentOrdersDoNotDeadlock() throws Exception {
        try (Replicas replicas = new Replicas("crossing", directory)) {
            PublishedCheckpoints published =
                    new PublishedCheckpoints(new DirectoryArtifactStore(replicas.directory()), PLAN);
            List<SuiteRef> suites = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                suites.add(published.conflictSuite("crossing-" + i, 2));
            }
            CheckpointReady base = published.checkpoint("crossing", 0, suites);
            ExecutorService atOnce = Executors.newFixedThreadPool(AT_ONCE);
            List<CompletableFuture<Void>> accepted = new ArrayList<>();
            for (int run = 0; run < 24; run++) {
                Collections.shuffle(suites, new Random(run));
                CheckpointReady same =
                        published.publish("crossing-" + run, 0, base.model(), base.weightsSha256(), suites);
                accepted.add(CompletableFuture.runAsync(() -> replicas.accept(same), atOnce));
            }
            accepted.forEach(CompletableFuture::join);
            atOnce.shutdown();
            assertEquals(8 * (2 + 1), replicas.identities(), "one work item for each method and suite");
        }
    }

    private static void publish(Replicas replicas, String run) throws Exception {
        PublishedCheckpoints published =
                new PublishedCheckpoints(new DirectoryArtifactStore(replicas.directory()), PLAN);
        List<SuiteRef> suites =
                List.of(published.conflictSuite("first", ITEMS), published.conflictSuite("second", ITEMS));
        CheckpointReady base = published.checkpoint(run, 0, suites);
        replicas.accept(base);
        replicas.accept(published.adapter(run, 2, base, suites));
    }
}
