package io.tiltmeter.servicetest;

import io.tiltmeter.embedded.SharedStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The packaged service of the module in a process of its own, to be killed or paused: a replica of the service under test, on
 * the same database, broker and artifacts unless settings say otherwise. Leases and pauses are short, attempts many.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final String STARTED = "Listening on";
    private static final Pattern LISTENING = Pattern.compile(STARTED + ": http://[^:/]*:(\\d+)");
    private static final List<String> SHARED =
            List.of("quarkus.datasource.jdbc.url", "kafka.bootstrap.servers", "tiltmeter.artifacts.directory");

    /** With these, a kill costs moments and no work fails for it. */
    private static final Map<String, String> QUICK = Map.of(
            "quarkus.http.port", "0",
            "tiltmeter.work.lease", "2s",
            "tiltmeter.work.poll", "50ms",
            "tiltmeter.work.most-failures", "20",
            "tiltmeter.work.first-back-off", "20ms",
            "tiltmeter.work.longest-back-off", "100ms",
            "tiltmeter.outbox.safety-net", "100ms",
            "mp.messaging.connector.smallrye-kafka.auto.offset.reset", "latest");

    private static final int TAIL_CHARACTERS = 4_000;

    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a replica, which is not ready yet. It receives no event that was published before, and takes none from the
     * service under test.
     *
     * @param log gets what it prints
     * @param settings further ones, or others than those of the service under test
     */
    public static ServiceProcess start(Path log, Map<String, String> settings) throws IOException {
        Config underTest = ConfigProvider.getConfig();
        Map<String, String> all = new HashMap<>();
        SHARED.forEach(name -> all.put(name, underTest.getValue(name, String.class)));
        all.putAll(settings);
        return start(log, List.of(), all);
    }

    /**
     * Starts a service of its own, on a new database of the shared server and an empty artifact store beside the log.
     *
     * @param schema of the service, such as {@code trainer}
     * @param options of the virtual machine, such as {@code -Xmx256m}
     */
    public static ServiceProcess startAlone(Path log, String schema, List<String> options, Map<String, String> settings)
            throws IOException {
        ServiceStack.startShared();
        Map<String, String> all = new HashMap<>();
        all.put("kafka.bootstrap.servers", SharedStack.bootstrapServers());
        all.put("quarkus.datasource.jdbc.url", SharedStack.newDatabase(schema));
        all.put("tiltmeter.artifacts.directory", log.resolveSibling("artifacts").toString());
        all.putAll(settings);
        return start(log, options, all);
    }

    private static ServiceProcess start(Path log, List<String> options, Map<String, String> settings)
            throws IOException {
        Map<String, String> all = new HashMap<>(QUICK);
        all.put("mp.messaging.connector.smallrye-kafka.group.id", "replica-" + UUID.randomUUID());
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        all.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", PROGRAM.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new ServiceProcess(process, log);
    }

    /** Whether it has begun to look for work. */
    public boolean isReady() throws IOException {
        return log().contains(STARTED);
    }

    /** Where it listens, once it is ready. */
    public URI address() throws IOException {
        Matcher listening = LISTENING.matcher(log());
        if (!listening.find()) {
            throw new IllegalStateException("the service is not ready yet");
        }
        return URI.create("http://127.0.0.1:" + listening.group(1));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** The end of what it has printed, for the message of a test. */
    public String tail() {
        try {
            String log = log();
            return log.substring(Math.max(0, log.length() - TAIL_CHARACTERS));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Sends a signal, such as {@code STOP}. */
    public void signal(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -" + signal + " ended with status " + status);
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
