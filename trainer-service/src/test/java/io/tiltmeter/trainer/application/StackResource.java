package io.tiltmeter.trainer.application;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.EmbeddedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real broker, a real database, and directories for artifacts and models. */
public class StackResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedStack stack;
    private Path directory;

    /** Every topic of the system, dead letters included. */
    static List<String> topics() {
        return EventTypes.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList();
    }

    @Override
    public Map<String, String> start() {
        stack = EmbeddedStack.start(topics());
        directory = temporaryDirectory();
        return Map.of(
                "kafka.bootstrap.servers", stack.bootstrapServers(),
                "quarkus.datasource.jdbc.url", stack.jdbcUrl("trainer"),
                "tiltmeter.artifacts.directory", directory.resolve("artifacts").toString(),
                "tiltmeter.trainer.models-directory",
                        directory.resolve("models").toString(),
                "tiltmeter.trainer.report-every", "50ms",
                "tiltmeter.trainer.news-patience", "5s",
                "tiltmeter.work.poll", "50ms",
                "tiltmeter.work.first-back-off", "20ms",
                "tiltmeter.work.most-failures", "3");
    }

    @Override
    public void stop() {
        stack.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tiltmeter-trainer-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
