package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Processes of an earlier start on the same data directory whose launcher was killed. They are found by a variable of
 * their environment: unlike a recorded process id, it cannot belong to another process later, and it exists from the
 * start. PostgreSQL overwrites its environment; it is found by its directory instead.
 */
final class Leftovers {
    static final String VARIABLE = "QUICKSTART_DATA_DIRECTORY";
    static final Duration GRACE = Duration.ofSeconds(5);

    private Leftovers() {}

    /**
     * Ends them, by force after the grace.
     *
     * @param data the data directory, as the variable holds it
     * @return how many there were
     */
    static int end(Path data, Duration grace) {
        List<ProcessHandle> leftovers = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> hasVariable(process, VARIABLE + "=" + data))
                .toList();
        leftovers.forEach(ProcessHandle::destroy);
        leftovers.forEach(process -> awaitEnd(process, grace));
        return leftovers.size();
    }

    private static void awaitEnd(ProcessHandle process, Duration grace) {
        process.onExit()
                .completeOnTimeout(process, grace.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static boolean hasVariable(ProcessHandle process, String variable) {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        try {
            String variables = new String(Files.readAllBytes(environment), StandardCharsets.UTF_8);
            return Stream.of(variables.split("\0")).anyMatch(variable::equals);
        } catch (IOException endedOrForeign) {
            return false;
        }
    }
}
