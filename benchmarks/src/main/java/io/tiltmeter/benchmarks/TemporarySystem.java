package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.EmbeddedPostgresServer;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.embedded.FreePorts;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka, PostgreSQL and packaged services on free ports, for the time of a benchmark. */
final class TemporarySystem implements AutoCloseable {
    /** The heap of each service. */
    static final String HEAP = "512m";

    private static final Duration MAX_WAIT = Duration.ofMinutes(20);
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final EmbeddedStack stack;
    private final KafkaProducer<String, String> producer;
    private final List<Process> processes = new ArrayList<>();

    TemporarySystem() throws IOException {
        folder = TemporaryFolder.create();
        stack = EmbeddedStack.start(EventTypes.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
    }

    /** A service that was started. */
    record Service(Process process, String address, Path log) {
        boolean isReady() {
            if (!process.isAlive()) {
                throw new IllegalStateException("a service ended; see " + log);
            }
            try {
                Rest.get(address + "/q/health/ready");
                return true;
            } catch (IOException notYet) {
                return false;
            }
        }

        /** Ends it as {@code kill -9} does. */
        void kill() {
            process.destroyForcibly().onExit().join();
        }
    }

    Path folder() {
        return folder;
    }

    ArtifactStore artifacts() throws IOException {
        return new DirectoryArtifactStore(artifactsFolder());
    }

    String bootstrapServers() {
        return stack.bootstrapServers();
    }

    /** The database with the schema of a service. */
    String jdbcUrl(String module) {
        return stack.jdbcUrl(module.replace("-service", ""));
    }

    /**
     * Starts a packaged service, which is not ready yet.
     *
     * @param name of this replica
     * @param settings beyond those of every service, as environment variables
     */
    Service start(String module, String name, Map<String, String> settings) throws IOException {
        Path program = Path.of(System.getProperty("tiltmeter.home", "."))
                .resolve(module)
                .resolve("target/quarkus-app/quarkus-run.jar");
        int port = FreePorts.pick(1).get(0);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP,
                "-jar",
                program.toString());
        Map<String, String> environment = builder.environment();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(module));
        environment.put("QUARKUS_DATASOURCE_USERNAME", EmbeddedPostgresServer.USER);
        environment.put("TILTMETER_ARTIFACTS_DIRECTORY", artifactsFolder().toString());
        environment.put("TILTMETER_REPLICA", name);
        environment.putAll(settings);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        processes.add(process);
        return new Service(process, "http://127.0.0.1:" + port, log);
    }

    /** Sends an event; the result is complete when the broker has it. */
    <T> Future<RecordMetadata> publish(EventType<T> type, String key, T event) throws IOException {
        return producer.send(
                new ProducerRecord<>(type.topic(), key, Json.mapper().writeValueAsString(event)));
    }

    /** Waits for a condition, which is checked often. */
    static void await(String what, BooleanSupplier condition) {
        await(what, MAX_WAIT, condition);
    }

    static void await(String what, Duration longest, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(longest);
        try {
            while (!condition.getAsBoolean()) {
                if (Instant.now().isAfter(limit)) {
                    throw new IllegalStateException("waited " + longest.toMinutes() + " min in vain for " + what);
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }

    @Override
    public void close() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        producer.close();
        stack.close();
    }

    private Path artifactsFolder() {
        return folder.resolve("artifacts");
    }
}
