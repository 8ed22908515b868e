package io.tiltmeter.results.rest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.EmbeddedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real broker, a real database and an empty artifact store for the service under test. */
public class StackResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedStack stack;

    /** Every topic of the system, dead letters included. */
    static List<String> topics() {
        return EventTypes.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList();
    }

    @Override
    public Map<String, String> start() {
        stack = EmbeddedStack.start(topics());
        return Map.of(
                "quarkus.datasource.jdbc.url", stack.jdbcUrl("results"),
                "kafka.bootstrap.servers", stack.bootstrapServers(),
                "quarkus.http.test-port", "0",
                "tiltmeter.artifacts.directory", artifacts().toString(),
                "tiltmeter.work.most-failures", "2",
                "tiltmeter.work.first-back-off", "20ms",
                "tiltmeter.results.metrics.refresh", "0.2s");
    }

    @Override
    public void stop() {
        stack.close();
    }

    private static Path artifacts() {
        try {
            return Files.createTempDirectory("tiltmeter-artifacts-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
