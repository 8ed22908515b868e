package io.tiltmeter.servicetest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.SharedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the service under test runs on: the shared broker with every topic, a new database, and a directory for its artifacts.
 * Its argument {@code schema} names the service's schema; further arguments are settings, in which {@code {directory}} stands
 * for a temporary directory.
 */
public final class ServiceStack implements QuarkusTestResourceLifecycleManager {
    private static final String SCHEMA = "schema";

    private Map<String, String> arguments = Map.of();
    private Path directory;

    /** Starts the shared broker and database with every topic, those of dead letters included, unless they run. */
    public static void startShared() {
        SharedStack.start(EventTypes.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList());
    }

    @Override
    public void init(Map<String, String> initArguments) {
        arguments = Map.copyOf(initArguments);
    }

    @Override
    public Map<String, String> start() {
        startShared();
        directory = temporaryDirectory();
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", SharedStack.bootstrapServers());
        settings.put("quarkus.datasource.jdbc.url", SharedStack.newDatabase(arguments.get(SCHEMA)));
        settings.put(
                "tiltmeter.artifacts.directory", directory.resolve("artifacts").toString());
        arguments.forEach((name, value) -> settings.put(name, value.replace("{directory}", directory.toString())));
        settings.remove(SCHEMA);
        return settings;
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("tiltmeter-service-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
