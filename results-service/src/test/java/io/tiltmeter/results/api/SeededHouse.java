package io.tiltmeter.results.api;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The packaged service on a broker and a database of its own, with made-up runs sent as real news: for looking at the
 * page while working on it. Arguments: the HTTP port, then {@code empty}, {@code seeded} or {@code live}.
 */
public final class SeededHouse {
    private static final int FACTS = 150;
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(2);

    private SeededHouse() {}

    public static void main(String[] arguments) throws Exception {
        String port = arguments[0];
        String mode = arguments[1];
        Path artifacts = Files.createTempDirectory("tiltmeter-artifacts-");
        EmbeddedStack stack = EmbeddedStack.start(StackResource.topics());
        Process service = service(port, stack, artifacts);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            service.destroy();
            service.onExit().join();
            stack.close();
        }));
        System.out.println("http://127.0.0.1:" + port + "/");
        try (Broker broker = new Broker(stack.bootstrapServers())) {
            if (!mode.equals("empty")) {
                seed(broker, new DirectoryArtifactStore(artifacts), mode.equals("live"));
            }
            service.waitFor();
        }
    }

    private static void seed(Broker broker, DirectoryArtifactStore store, boolean live) throws Exception {
        Instant now = Instant.now();
        SyntheticStudy finished = new SyntheticStudy(store, "lab-20-full", FACTS, now.minusSeconds(900));
        broker.send(finished.all());
        broker.send(List.of(new SyntheticStudy(store, "lab-22-full", FACTS, now).run(RunStatus.WAITING, 0)));
        SyntheticStudy growing = new SyntheticStudy(store, "lab-21-full", FACTS, now.minusSeconds(60));
        for (int step : SyntheticStudy.STEPS) {
            if (step > 56 && !live) {
                broker.send(List.of(growing.run(RunStatus.TRAINING, 61), growing.checkpoint(69)));
                return;
            }
            broker.send(growing.atStep(step));
            if (live) {
                Thread.sleep(BETWEEN_CHECKPOINTS.toMillis());
            }
        }
        broker.send(List.of(growing.run(RunStatus.COMPLETED, SyntheticStudy.TOTAL_STEPS)));
    }

    private static Process service(String port, EmbeddedStack stack, Path artifacts) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-jar",
                        Path.of("results-service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .inheritIO();
        builder.environment().put("QUARKUS_HTTP_PORT", port);
        builder.environment().put("QUARKUS_DATASOURCE_JDBC_URL", stack.jdbcUrl("results"));
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers());
        builder.environment().put("TILTMETER_ARTIFACTS_DIRECTORY", artifacts.toString());
        return builder.start();
    }
}
