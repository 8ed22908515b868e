package io.tiltmeter.dataset.rest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.EmbeddedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A real broker and a real PostgreSQL for the service under test, and a directory for its artifacts. */
public class StackResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedStack stack;
    private Path artifacts;

    @Override
    public Map<String, String> start() {
        stack = EmbeddedStack.start(
                EventTypes.ALL.stream().map(EventType::topic).toList());
        artifacts = temporaryDirectory();
        return Map.of(
                "kafka.bootstrap.servers",
                stack.bootstrapServers(),
                "quarkus.datasource.jdbc.url",
                stack.jdbcUrl("dataset"),
                "tiltmeter.artifacts.directory",
                artifacts.toString(),
                "tiltmeter.work.first-back-off",
                "20ms",
                "tiltmeter.work.most-failures",
                "3",
                "tiltmeter.datasets.allowed-urls",
                "http://127.0.0.1:",
                "tiltmeter.datasets.ask-again-after",
                "2s");
    }

    @Override
    public void stop() {
        stack.close();
        removeArtifacts();
    }

    private void removeArtifacts() {
        try (Stream<Path> files = Files.walk(artifacts)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tiltmeter-artifacts-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
