package io.tiltmeter.quickstart.supervision;

import io.tiltmeter.quickstart.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Starts the whole system for a command, and ends it when the process ends. */
public final class SystemStart {
    private final Terminal terminal;
    private final long beganNanos = System.nanoTime();
    private volatile boolean ending;

    public SystemStart(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Returns when every service is ready.
     *
     * @param dataDirectory of all data
     * @param models further directories that checkpoints from elsewhere are read from
     * @throws StartupException if it cannot be started
     */
    public void start(Path dataDirectory, Ports ports, List<Path> models) {
        for (Path directory : models) {
            if (!Files.isDirectory(directory)) {
                throw new StartupException("--models names " + directory + ", which is no directory here.");
            }
        }
        DataDirectory data = DataDirectory.open(dataDirectory);
        RunningSystem running = RunningSystem.empty(data, terminal::line);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running), "end"));
        terminal.line("Starting PostgreSQL, Kafka and the services; their logs are in "
                + data.home().resolve("logs") + ".");
        Path code = Path.of(System.getProperty("tiltmeter.home", "."))
                .toAbsolutePath()
                .normalize();
        running.start(
                code,
                ports,
                models.stream().map(path -> path.toAbsolutePath().normalize()).toList());
        terminal.line(String.format(Locale.ROOT, "All services are ready after %.1f s.", seconds()));
    }

    /** Since the command began. */
    public double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    /** Whether the process is ending, so that failures of its calls are expected. */
    public boolean isEnding() {
        return ending;
    }

    private void end(RunningSystem running) {
        ending = true;
        terminal.clearStatus();
        if (running.isStarted()) {
            terminal.line("Stopping the services, Kafka and PostgreSQL ...");
            running.close();
            terminal.line("Stopped; all data stays in the data directory.");
        }
    }
}
