package io.tiltmeter.evaluator;

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

/** A broker, a database and an artifact directory for the service under test, with short leases and pauses. */
public final class EvaluatorStack implements QuarkusTestResourceLifecycleManager {
    private EmbeddedStack stack;
    private Path artifacts;
    private Path checkpoints;

    @Override
    public Map<String, String> start() {
        List<String> topics = EventTypes.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList();
        stack = EmbeddedStack.start(topics);
        try {
            artifacts = Files.createTempDirectory("artifacts-");
            checkpoints = Files.createTempDirectory("checkpoints-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "kafka.bootstrap.servers",
                stack.bootstrapServers(),
                "quarkus.datasource.jdbc.url",
                stack.jdbcUrl("evaluator"),
                "tiltmeter.replica",
                "evaluator-under-test",
                "tiltmeter.artifacts.directory",
                artifacts.toString(),
                "tiltmeter.checkpoints.directories",
                checkpoints.toString(),
                "tiltmeter.work.lease",
                "3s",
                "tiltmeter.work.most-failures",
                "3",
                "tiltmeter.work.first-back-off",
                "100ms");
    }

    @Override
    public void stop() {
        if (stack != null) {
            stack.close();
        }
        if (artifacts != null) {
            delete(artifacts);
        }
        if (checkpoints != null) {
            delete(checkpoints);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
