package io.tiltmeter.dataset.application;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.persistence.CheckpointRepository;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.MeasurementRepository;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.outbox.EventPublisher;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxEvent;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.WorkSettings;
import io.tiltmeter.servicekit.work.Worker;
import io.tiltmeter.servicetest.JavaProcess;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The service's worker in a process of its own, wired as in the service but without a container, which ends without
 * shutdown hooks ({@link Runtime#halt}) at a given point.
 */
public final class HaltedProcess {
    private static final int STATUS = 9;

    /** Where it ends. */
    enum Point {
        WITHIN_EXAMPLES("examples.jsonl", 12_345),
        AFTER_EXAMPLES("examples.jsonl", Long.MAX_VALUE),
        WITHIN_TOKENIZER("tokenizer.json", 1_000),
        WITHIN_SOURCE("rows.jsonl", 12_345);

        private final String file;
        private final long bytes;

        Point(String file, long bytes) {
            this.file = file;
            this.bytes = bytes;
        }
    }

    private HaltedProcess() {}

    /** Runs one, and returns when it has ended. */
    static void run(Point point, String jdbcUrl, Path directory, Path log) throws Exception {
        Process process = JavaProcess.start(HaltedProcess.class, log, point.name(), jdbcUrl, directory.toString());
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the process did not end at " + point + ": see " + log);
        }
        if (process.exitValue() != STATUS) {
            throw new IllegalStateException("the process ended with " + process.exitValue() + ": see " + log);
        }
    }

    public static void main(String[] args) throws Exception {
        ArtifactStore artifacts =
                new HaltingStore(Point.valueOf(args[0]), new DirectoryArtifactStore(Path.of(args[2])));
        new Wiring(args[1], new NoBroker(), artifacts).worker("halted").start();
        Thread.currentThread().join();
    }

    /** The process ends before it would publish an event. */
    private static final class NoBroker implements EventPublisher {
        @Override
        public void publish(List<OutboxEvent> events) {
            throw new IllegalStateException("published before the process ended: " + events);
        }

        @Override
        public void close() {}
    }

    /** What the process and the test use of the service. */
    static final class Wiring {
        final Jdbi jdbi;
        final OutboxRelay relay;
        final Transactions transactions;
        final WorkRepository work;
        final DatasetRepository datasets = new DatasetRepository();
        private final Outbox outbox = new Outbox(new EventCodec());
        private final ArtifactStore artifacts;

        Wiring(String jdbcUrl, EventPublisher publisher, ArtifactStore artifacts) {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(jdbcUrl);
            dataSource.setUser("postgres");
            this.artifacts = artifacts;
            jdbi = Jdbi.create(dataSource);
            relay = new OutboxRelay(jdbi, publisher, Duration.ofMillis(100));
            transactions = new Transactions(jdbi, relay);
            work = new WorkRepository(
                    transactions,
                    new WorkSettings(
                            Duration.ofMillis(800),
                            Duration.ofMillis(50),
                            5,
                            Duration.ofMillis(50),
                            Duration.ofMillis(200)));
        }

        DatasetService service() {
            return new DatasetService(transactions, datasets, work, outbox, new SimpleMeterRegistry());
        }

        private DatasetLookup lookup() {
            return new DatasetLookup(transactions, datasets, new CheckpointRepository());
        }

        private MeasurementService measurements() {
            return new MeasurementService(
                    transactions, new MeasurementRepository(), service(), lookup(), datasets, work, outbox, artifacts);
        }

        private SourceMaker sourceMaker() {
            DatasetConfig config = new SmallRyeConfigBuilder()
                    .withMapping(DatasetConfig.class)
                    .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                    .withConverter(Duration.class, 100, new DurationConverter())
                    .build()
                    .getConfigMapping(DatasetConfig.class);
            return new SourceMaker(
                    artifacts, new IncomingFiles(artifacts, transactions, datasets, config), measurements());
        }

        Worker worker(String owner) {
            return new Worker(
                    owner,
                    work,
                    new DatasetBuilder(
                            transactions,
                            datasets,
                            service(),
                            List.of(
                                    new MixtureMaker(artifacts, lookup(), measurements()),
                                    new SuiteMaker(artifacts),
                                    sourceMaker()),
                            work,
                            outbox,
                            new SimpleMeterRegistry()));
        }
    }

    /** Delegates to a real store until the point is reached. */
    private record HaltingStore(Point point, ArtifactStore real) implements ArtifactStore {
        @Override
        public ArtifactRef writeFile(String path, FileContent content) throws IOException {
            boolean here = path.endsWith(point.file);
            ArtifactRef ref =
                    real.writeFile(path, out -> content.writeTo(here ? new HaltingStream(out, point.bytes) : out));
            if (point == Point.AFTER_EXAMPLES) {
                Runtime.getRuntime().halt(STATUS);
            }
            return ref;
        }

        @Override
        public ArtifactRef writeFileByContent(String folder, FileContent content) throws IOException {
            return real.writeFileByContent(folder, content);
        }

        @Override
        public Path unreferenced(String path) throws IOException {
            return real.unreferenced(path);
        }

        @Override
        public Map<String, Instant> files(String folder) throws IOException {
            return real.files(folder);
        }

        @Override
        public ArtifactRef writeFolder(String path, FolderContent content) throws IOException {
            return real.writeFolder(path, content);
        }

        @Override
        public ArtifactRef writeFolderByContent(String folder, FolderContent content) throws IOException {
            return real.writeFolderByContent(folder, content);
        }

        @Override
        public Path file(ArtifactRef ref) throws IOException {
            return real.file(ref);
        }

        @Override
        public Path folder(ArtifactRef manifest) throws IOException {
            return real.folder(manifest);
        }

        @Override
        public void delete(String path) throws IOException {
            real.delete(path);
        }
    }

    private static final class HaltingStream extends FilterOutputStream {
        private long left;

        private HaltingStream(OutputStream out, long bytes) {
            super(out);
            left = bytes;
        }

        @Override
        public void write(int one) throws IOException {
            super.write(one);
            if (--left == 0) {
                flush();
                Runtime.getRuntime().halt(STATUS);
            }
        }
    }
}
