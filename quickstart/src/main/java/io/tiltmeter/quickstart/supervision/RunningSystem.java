package io.tiltmeter.quickstart.supervision;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of the system under supervision, from the first start to the last end. */
public final class RunningSystem implements AutoCloseable {
    private static final Duration READY_WAIT = Duration.ofSeconds(180);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration STORE_GRACE = Duration.ofSeconds(25);
    /** A part that fails this often before the system is ready will not start by itself. */
    private static final int MAX_FAILURES = 3;

    private static final int LOG_LINES = 12;

    /** What services need up to their end; neither needs the other. */
    private static final Set<String> STORES = Set.of("kafka", "postgres");

    private static final Duration RESPONSE_WAIT = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(RESPONSE_WAIT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final DataDirectory data;
    private final Consumer<String> report;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, RunningSystem::daemon);
    private final List<SupervisedPart> parts = new CopyOnWriteArrayList<>();
    private final ClassArchives archives;

    private RunningSystem(DataDirectory data, Consumer<String> report) {
        this.data = data;
        this.archives = new ClassArchives(data.path("class-lists"));
        this.report = sentence -> report.accept(sentence + data.fullDisk());
    }

    /** Nothing runs yet; closing it is always right. */
    public static RunningSystem empty(DataDirectory data, Consumer<String> report) {
        return new RunningSystem(data, report);
    }

    /**
     * Starts everything, in parallel where possible, and returns when every service is ready.
     *
     * @param code the root of the built tree
     * @throws StartupException if a port is held, something is not built, or a part does not start
     */
    public void start(Path code, Ports ports) {
        start(code, ports, List.of());
    }

    /** As {@link #start(Path, Ports)}. @param models further directories that checkpoints from elsewhere are read from */
    public void start(Path code, Ports ports, List<Path> models) {
        SystemParts system = new SystemParts(code, data, ports, models, archives);
        system.requireBuilt();
        int leftovers = data.endLeftovers();
        if (leftovers > 0) {
            report.accept(
                    "An earlier start of Tiltmeter left " + leftovers + " processes running; they have been ended.");
        }
        ports.requireFree();
        start(system.kafka());
        start(system.postgres());
        List<SystemParts.Service> services = system.services();
        services.forEach(service -> start(service.part()));
        awaitReady(services, system.launchId());
        archives.makeMissing();
    }

    /** Whether a process has been started. */
    public boolean isStarted() {
        return !parts.isEmpty();
    }

    /**
     * Ends the services, which commit what they consumed and publish what they store, then Kafka and PostgreSQL; no process of this
     * system runs afterwards.
     */
    @Override
    public void close() {
        archives.close();
        Map<Boolean, List<SupervisedPart>> areStores = parts.stream()
                .collect(Collectors.partitioningBy(
                        part -> STORES.contains(part.part().name())));
        endAtOnce(areStores.get(false), GRACE);
        endAtOnce(areStores.get(true), STORE_GRACE);
        clock.shutdownNow();
        data.noteProcesses(List.of());
    }

    /** Asks all to end at the same time, and waits for the last. */
    static void endAtOnce(List<SupervisedPart> parts, Duration grace) {
        parts.stream()
                .map(part -> CompletableFuture.runAsync(() -> part.end(grace), RunningSystem::inThread))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private void start(Part part) {
        SupervisedPart supervised = new SupervisedPart(part, clock, report, this::noteProcesses);
        parts.add(supervised);
        try {
            supervised.start();
        } catch (IOException | RuntimeException e) {
            throw new StartupException(
                    part.name() + " cannot be started: " + e.getMessage() + data.fullDisk() + ".", e);
        }
    }

    private void awaitReady(List<SystemParts.Service> services, String launchId) {
        List<SystemParts.Service> waiting = new ArrayList<>(services);
        long deadline = System.nanoTime() + READY_WAIT.toNanos();
        try {
            while (!waiting.isEmpty()) {
                requireStartable();
                waiting.removeIf(service -> isReady(service.address(), launchId));
                if (System.nanoTime() > deadline) {
                    String late = waiting.stream()
                            .map(service -> service.part().name())
                            .collect(Collectors.joining(", "));
                    throw new StartupException("Not ready within " + READY_WAIT.toSeconds() + " s: " + late + ". See "
                            + data.home().resolve("logs") + ".");
                }
                Thread.sleep(BETWEEN_CHECKS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while the services were starting.", e);
        }
    }

    /** Whether a service is ready, and is of this start and not another program on the same port. */
    private boolean isReady(String address, String launchId) {
        try {
            return get(address + "/q/health/ready").statusCode() == 200
                    && json.readTree(get(address + "/q/info").body())
                            .path("tiltmeter")
                            .path("launch_id")
                            .asText()
                            .equals(launchId);
        } catch (IOException | CompletionException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(RESPONSE_WAIT)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private void requireStartable() {
        for (SupervisedPart supervised : parts) {
            if (supervised.failures() >= MAX_FAILURES) {
                Part part = supervised.part();
                throw new StartupException(part.name() + " ended " + MAX_FAILURES + " times while starting"
                        + data.fullDisk() + ". The end of its log " + part.log() + ":\n" + lastLines(part.log()));
            }
        }
    }

    private static String lastLines(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
        } catch (IOException e) {
            return "(the log cannot be read: " + e.getMessage() + ")";
        }
    }

    private synchronized void noteProcesses() {
        data.noteProcesses(parts.stream()
                .flatMap(part ->
                        part.process().stream().map(process -> part.part().name() + " " + process.pid()))
                .toList());
    }

    /** Each part has a thread: the machine may have fewer processors than parts, and all are asked to end at once. */
    private static void inThread(Runnable work) {
        daemon(work).start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "supervision");
        thread.setDaemon(true);
        return thread;
    }
}
