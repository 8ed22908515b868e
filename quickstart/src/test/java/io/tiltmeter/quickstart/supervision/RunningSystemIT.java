package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.quickstart.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real broker and database, and services that only report that they are ready. */
class RunningSystemIT {
    @TempDir
    Path temporary;

    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();
    private final List<ProcessHandle> processesToEnd = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        processesToEnd.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void killedPartsAreRestartedAndNoProcessRemainsAfterTheEnd() throws Exception {
        Path code = builtTree();
        Map<String, ProcessHandle> last;
        try (DataDirectory data = DataDirectory.open(temporary.resolve("the data"))) {
            try (RunningSystem system = RunningSystem.empty(data, reported::add)) {
                system.start(code, freePorts());
                Map<String, ProcessHandle> first = processes();
                assertEquals(
                        Set.of(
                                "kafka",
                                "postgres",
                                "results-service",
                                "dataset-service",
                                "trainer-service",
                                "evaluator-service",
                                "evaluator-service-2"),
                        first.keySet());
                for (String name : List.of("trainer-service", "postgres", "kafka")) {
                    first.get(name).destroyForcibly();
                    String ended = reported.poll(20, TimeUnit.SECONDS);
                    assertTrue(ended.startsWith(name + " ended with code 137"), ended);
                    assertEquals(name + " is running again.", reported.poll(60, TimeUnit.SECONDS));
                }
                last = processes();
                assertEquals(first.keySet(), last.keySet());
            }
        }
        last.forEach((name, process) -> assertFalse(process.isAlive(), name + " still runs"));
    }

    @Test
    void nextStartEndsTheProcessesOfAKilledLauncher() throws Exception {
        Path code = builtTree();
        Ports ports = freePorts();
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtiltmeter.home=" + code,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        "up",
                        "--data",
                        temporary.resolve("the data").toString(),
                        "--replicas",
                        "2",
                        "--port",
                        Integer.toString(ports.page()))
                .redirectErrorStream(true)
                .start();
        awaitLine(launcher, "The page: ");
        Map<String, ProcessHandle> left = processes();
        left.values().forEach(processesToEnd::add);
        launcher.destroyForcibly().waitFor();
        left.forEach((name, process) -> assertTrue(process.isAlive(), name + " ended by itself"));

        try (DataDirectory data = DataDirectory.open(temporary.resolve("the data"));
                RunningSystem system = RunningSystem.empty(data, reported::add)) {
            system.start(code, ports);
            left.forEach((name, process) -> assertFalse(process.isAlive(), name + " was left running"));
            assertEquals(
                    "An earlier start of Tiltmeter left 7 processes running; they have been ended.", reported.poll());
        }
    }

    @Test
    void missingBuildIsNamed() throws IOException {
        try (DataDirectory data = DataDirectory.open(temporary.resolve("the data"));
                RunningSystem system = RunningSystem.empty(data, reported::add)) {
            StartupException refused = assertThrows(StartupException.class, () -> system.start(temporary, freePorts()));
            assertTrue(refused.getMessage().contains("evaluator-service are not built"), refused::getMessage);
        }
    }

    private Path builtTree() throws IOException {
        Path code = temporary.resolve("the code");
        StandInService.writeTree(code);
        return code;
    }

    /** As the launcher notes them. */
    private Map<String, ProcessHandle> processes() throws IOException {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        for (String line : Files.readAllLines(temporary.resolve("the data/processes"))) {
            String[] word = line.split(" ");
            processes.put(word[0], ProcessHandle.of(Long.parseLong(word[1])).orElseThrow());
        }
        return processes;
    }

    /** Below the range that the system hands out, so that no outgoing connection takes one meanwhile. */
    private static Ports freePorts() {
        while (true) {
            Ports ports = new Ports(ThreadLocalRandom.current().nextInt(10_000, 24_000), 2, 1);
            try {
                ports.requireFree();
                return ports;
            } catch (StartupException held) {
                continue;
            }
        }
    }

    private static void awaitLine(Process process, String start) throws IOException {
        StringBuilder all = new StringBuilder();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith(start)) {
            all.append(line).append('\n');
            line = out.readLine();
        }
        assertTrue(line != null, () -> "the launcher ended: " + all);
    }
}
