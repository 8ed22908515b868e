package io.tiltmeter.trainer.application;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.WorkSettings;
import io.tiltmeter.servicekit.work.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** The training worker in a process of its own, wired as in the service but without a container, to be killed. */
public final class TrainerProcess {
    static final Duration LEASE = Duration.ofSeconds(2);

    /** What the process and the test use of service-kit. */
    record Wiring(Jdbi jdbi, OutboxRelay relay, Transactions transactions, Outbox outbox, WorkRepository work) {
        static Wiring of(String jdbcUrl, String bootstrapServers) {
            Jdbi jdbi = Jdbi.create(dataSource(jdbcUrl));
            OutboxRelay relay = new OutboxRelay(
                    jdbi, new KafkaEventPublisher(bootstrapServers, "/trainer-service"), Duration.ofMillis(100));
            Transactions transactions = new Transactions(jdbi, relay);
            WorkSettings settings =
                    new WorkSettings(LEASE, Duration.ofMillis(50), 20, Duration.ofMillis(20), Duration.ofMillis(100));
            return new Wiring(
                    jdbi,
                    relay,
                    transactions,
                    new Outbox(new EventCodec()),
                    new WorkRepository(transactions, settings));
        }

        RunLifecycle lifecycle() {
            return new RunLifecycle(outbox, work);
        }
    }

    /** Reports often, so that a kill finds much that is half done. */
    record QuickConfig(Path modelsDirectory) implements TrainerConfig {
        @Override
        public Duration reportEvery() {
            return Duration.ofMillis(20);
        }

        @Override
        public Duration paceWindow() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration eventTimeout() {
            return Duration.ZERO;
        }
    }

    private TrainerProcess() {}

    static PGSimpleDataSource dataSource(String jdbcUrl) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl);
        dataSource.setUser("postgres");
        return dataSource;
    }

    /** Trains until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Wiring wiring = Wiring.of(arguments[0], arguments[1]);
        Path directory = Path.of(arguments[2]);
        wiring.relay().start();
        ArtifactStore artifacts = new DirectoryArtifactStore(directory);
        TrainerConfig config = new QuickConfig(directory);
        TrainingWorker worker = new TrainingWorker(
                wiring.jdbi(),
                artifacts,
                new TrainingSessions(artifacts, new ModelFolders(config, artifacts)),
                wiring.work(),
                wiring.lifecycle(),
                wiring.outbox(),
                new CheckpointFiles(artifacts),
                new TrainerMetrics(new SimpleMeterRegistry()),
                config,
                directory);
        new Worker("trainer@" + ProcessHandle.current().pid(), wiring.work(), worker).start();
        new CountDownLatch(1).await();
    }
}
