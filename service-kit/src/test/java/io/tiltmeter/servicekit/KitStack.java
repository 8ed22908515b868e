package io.tiltmeter.servicekit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.SharedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A new database on the shared server, and the shared broker. */
public final class KitStack implements QuarkusTestResourceLifecycleManager {
    private Path artifacts;

    @Override
    public Map<String, String> start() {
        SharedStack.start(List.of(EventTypes.DATASET_UPDATED.topic()));
        try {
            artifacts = Files.createTempDirectory("tiltmeter-kit-");
            return Map.of(
                    "quarkus.datasource.jdbc.url",
                    SharedStack.newDatabase("kit"),
                    "kafka.bootstrap.servers",
                    SharedStack.bootstrapServers(),
                    "tiltmeter.artifacts.directory",
                    artifacts.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(artifacts)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + artifacts, e);
        }
    }
}
