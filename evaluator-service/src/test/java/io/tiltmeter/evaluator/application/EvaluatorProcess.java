package io.tiltmeter.evaluator.application;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ModelFolders;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.evaluator.persistence.ScoreRepository;
import io.tiltmeter.evaluator.persistence.ScoringArtifacts;
import io.tiltmeter.evaluator.persistence.ScoringRepository;
import io.tiltmeter.evaluator.scorer.BenchmarkScorer;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.scorer.FirstMentionScorer;
import io.tiltmeter.evaluator.scorer.KnowledgeScorer;
import io.tiltmeter.evaluator.scorer.LogprobScorer;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.WorkSettings;
import io.tiltmeter.servicekit.work.Worker;
import io.tiltmeter.servicetest.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** The worker in a process of its own, wired as in the service but without a container, to be killed. */
public final class EvaluatorProcess {
    /** The line that the process writes once it looks for work. */
    static final String READY = "looking for work";

    private static final WorkSettings SETTINGS = new WorkSettings(
            Duration.ofSeconds(2), Duration.ofMillis(50), 20, Duration.ofMillis(20), Duration.ofMillis(100));

    /** What the process and the test use of service-kit and of the database. */
    record Wiring(
            Jdbi jdbi,
            OutboxRelay relay,
            Transactions transactions,
            WorkRepository work,
            ScoringRepository scorings,
            EvaluationRepository evaluations) {
        static Wiring of(String jdbcUrl, String bootstrapServers) {
            Jdbi jdbi = Jdbi.create(dataSource(jdbcUrl));
            OutboxRelay relay = new OutboxRelay(
                    jdbi, new KafkaEventPublisher(bootstrapServers, "/evaluator-service"), Duration.ofMillis(100));
            Transactions transactions = new Transactions(jdbi, relay);
            WorkRepository work = new WorkRepository(transactions, SETTINGS);
            return new Wiring(
                    jdbi,
                    relay,
                    transactions,
                    work,
                    new ScoringRepository(work, transactions),
                    new EvaluationRepository(work, transactions));
        }

        EvaluationPublisher publisher(ScorerRegistry scorers) {
            return new EvaluationPublisher(evaluations, new ScoreRepository(), scorers, new Outbox(new EventCodec()));
        }

        EvaluationMetrics evaluationMetrics() {
            return new EvaluationMetrics(new SimpleMeterRegistry(), evaluations);
        }

        EvaluationService service(ArtifactStore artifacts) {
            ScorerRegistry scorers = scorers(new BenchmarkTasks(new EvaluationArtifacts(artifacts)));
            return new EvaluationService(evaluations, publisher(scorers), evaluationMetrics());
        }
    }

    private EvaluatorProcess() {}

    static Process start(String replica, String jdbcUrl, Path directory) throws IOException {
        return JavaProcess.start(
                EvaluatorProcess.class,
                directory.resolve(replica + ".log"),
                replica,
                jdbcUrl,
                SharedStack.bootstrapServers(),
                directory.toString());
    }

    static PGSimpleDataSource dataSource(String jdbcUrl) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl);
        dataSource.setUser("postgres");
        dataSource.setOptions("-c idle_in_transaction_session_timeout=5000");
        return dataSource;
    }

    /** Evaluates and scores until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Wiring wiring = Wiring.of(arguments[1], arguments[2]);
        Path directory = Path.of(arguments[3]);
        wiring.relay().start();
        ArtifactStore artifacts = new DirectoryArtifactStore(directory);
        ReplicaName replica = new ReplicaName(arguments[0]);
        HeldModel held = new HeldModel();
        List<WorkHandler> handlers =
                List.of(evaluations(wiring, artifacts, held, replica), scorings(wiring, artifacts, held, replica));
        EvaluatorWorkDispatcher work = new EvaluatorWorkDispatcher(handlers, wiring.work(), directory);
        new Worker(replica.value(), wiring.work(), work).start();
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    private static WorkHandler evaluations(
            Wiring wiring, ArtifactStore artifacts, HeldModel held, ReplicaName replica) {
        EvaluationArtifacts files = new EvaluationArtifacts(artifacts);
        BenchmarkTasks benchmarks = new BenchmarkTasks(files);
        ScorerRegistry scorers = scorers(benchmarks);
        EvaluationConfig everyBatch = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(EvaluationConfig.class)
                .withDefaultValue("tiltmeter.evaluation.keep-every", "1ms")
                .build()
                .getConfigMapping(EvaluationConfig.class);
        ModelResponseService responses = new ModelResponseService(
                held,
                new ModelFolders(artifacts),
                files,
                benchmarks,
                new ModelResponseRepository(),
                wiring.work(),
                wiring.transactions(),
                everyBatch,
                replica);
        return new EvaluationHandler(
                held,
                responses,
                scorers,
                new HarnessWriter(files, benchmarks),
                wiring.evaluations(),
                new ScoreRepository(),
                files,
                wiring.publisher(scorers),
                wiring.work(),
                wiring.transactions(),
                wiring.evaluationMetrics());
    }

    private static ScorerRegistry scorers(BenchmarkTasks benchmarks) {
        return new ScorerRegistry(List.of(
                new ContainsScorer(),
                new FirstMentionScorer(),
                new LogprobScorer(),
                new KnowledgeScorer(),
                new BenchmarkScorer(benchmarks::of)));
    }

    private static WorkHandler scorings(Wiring wiring, ArtifactStore artifacts, HeldModel held, ReplicaName replica) {
        return new ScoringHandler(
                held,
                new ModelFolders(artifacts),
                wiring.scorings(),
                new ScoringArtifacts(artifacts),
                wiring.work(),
                new Outbox(new EventCodec()),
                new ScoringMetrics(new SimpleMeterRegistry(), wiring.scorings()),
                replica);
    }
}
