package io.tiltmeter.servicekit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.SharedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A new database on the shared server, and the shared broker. */
public final class KitStack implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        SharedStack.start(List.of(EventTypes.DATASET_UPDATED.topic()));
        try {
            return Map.of(
                    "quarkus.datasource.jdbc.url",
                    SharedStack.newDatabase("kit"),
                    "kafka.bootstrap.servers",
                    SharedStack.bootstrapServers(),
                    "tiltmeter.artifacts.directory",
                    Files.createTempDirectory("tiltmeter-kit-").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
