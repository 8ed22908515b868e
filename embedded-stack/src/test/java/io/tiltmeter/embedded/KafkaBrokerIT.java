package io.tiltmeter.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {
    @TempDir
    Path temporary;

    @Test
    void restartedBrokerProcessHasItsTopicsAfterAKill() throws Exception {
        List<Integer> ports = FreePorts.pick(2);
        Process first = start(ports, "runs", "checkpoints");
        awaitReady(first);
        first.destroyForcibly().waitFor();

        Process second = start(ports, "runs", "checkpoints", "suites");
        try {
            awaitReady(second);
            try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + ports.get(0)))) {
                assertEquals(
                        Set.of("runs", "checkpoints", "suites"),
                        admin.listTopics().names().get());
            }
        } finally {
            second.destroy();
            assertEquals(143, second.waitFor(), "exit code after SIGTERM");
        }
    }

    private Process start(List<Integer> ports, String... topics) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                temporary.resolve("kafka").toString(),
                ports.get(0).toString(),
                ports.get(1).toString()));
        line.addAll(List.of(topics));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    private static void awaitReady(Process broker) throws IOException {
        BufferedReader output = broker.inputReader();
        String line = output.readLine();
        StringBuilder all = new StringBuilder();
        while (line != null && !line.startsWith("ready")) {
            all.append(line).append('\n');
            line = output.readLine();
        }
        assertTrue(line != null, () -> "the broker ended while starting: " + all);
    }
}
