package io.tiltmeter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A broker and a PostgreSQL server for tests, on free ports and in a temporary directory that {@link #close} removes.
 * Either can be stopped and started again on the same port with the same data; nothing is forced to disk.
 */
public final class EmbeddedStack implements AutoCloseable {
    static final int PARTITIONS = 3;

    private final Path directory;
    private final List<Integer> ports;
    private EmbeddedKafka kafka;
    private EmbeddedPostgresServer postgres;

    private EmbeddedStack(Path directory, List<Integer> ports) {
        this.directory = directory;
        this.ports = ports;
    }

    /** Starts both at once, and creates the topics with three partitions each. */
    public static EmbeddedStack start(Collection<String> topics) {
        EmbeddedStack stack = new EmbeddedStack(temporaryDirectory(), FreePorts.pick(3));
        CompletableFuture<Void> database = CompletableFuture.runAsync(stack::startPostgres);
        stack.startKafka();
        EmbeddedKafka.createTopics(stack.bootstrapServers(), topics, PARTITIONS);
        database.join();
        return stack;
    }

    /** The setting of Kafka clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.get(0);
    }

    /** Of the database {@code tiltmeter}; the user is {@code postgres}, without a password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + ports.get(2) + "/" + EmbeddedPostgresServer.DATABASE;
    }

    /** The same database, with one service's schema first on the search path. */
    public String jdbcUrl(String schema) {
        return jdbcUrl() + "?currentSchema=" + schema;
    }

    /** Ends PostgreSQL as {@code kill -9} does. */
    public void killPostgres() {
        postgres.kill();
    }

    /** Starts PostgreSQL again after {@link #killPostgres}. */
    public void startPostgres() {
        postgres = EmbeddedPostgresServer.startForTests(
                directory.resolve("postgres"), ports.get(2), directory.resolve("postgres.log"));
    }

    /** Stops the broker in order: it runs in this JVM. */
    public void stopKafka() {
        kafka.close();
    }

    /** Starts the broker again after {@link #stopKafka}. */
    public void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), ports.get(0), ports.get(1));
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tiltmeter-stack-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
