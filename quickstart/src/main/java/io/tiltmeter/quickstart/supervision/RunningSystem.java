package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The house as processes under supervision, from the first start to the last end. */
public final class RunningHouse implements AutoCloseable {
    private static final Duration READY_WAIT = Duration.ofSeconds(180);
    private static final Duration BETWEEN_ASKS = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration STORE_GRACE = Duration.ofSeconds(25);
    /** A part that ends this often before the house is ready will not come up by itself. */
    private static final int HOPELESS = 3;

    private static final int LAST_WORDS = 12;

    private final DataDirectory data;
    private final Consumer<String> say;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, RunningHouse::daemon);
    private final List<SupervisedPart> parts = new CopyOnWriteArrayList<>();

    private RunningHouse(DataDirectory data, Consumer<String> say) {
        this.data = data;
        this.say = sentence -> say.accept(sentence + data.fullDisk());
    }

    /** A house of which nothing runs yet; closing it is always right. */
    public static RunningHouse empty(DataDirectory data, Consumer<String> say) {
        return new RunningHouse(data, say);
    }

    /**
     * Starts everything, as much at once as can be, and returns when every service is ready.
     *
     * @param code the root of the built tree
     * @throws CannotGoOn if a port is held, something is not built, or a part does not come up
     */
    public void start(Path code, Ports ports) {
        House house = new House(code, data, ports);
        house.requireBuilt();
        int leftovers = data.endLeftovers();
        if (leftovers > 0) {
            say.accept("An earlier Tiltmeter left " + leftovers + " processes running; they have been ended.");
        }
        ports.requireFree();
        start(house.kafka());
        start(house.postgres());
        List<House.Service> services = house.services();
        services.forEach(service -> start(service.part()));
        awaitReady(services, new Readiness(house.launchId()));
    }

    /** Ends the services, then Kafka, then PostgreSQL; nothing of this house runs afterwards. */
    @Override
    public void close() {
        List<SupervisedPart> services = new ArrayList<>();
        List<SupervisedPart> stores = new ArrayList<>();
        for (SupervisedPart part : parts) {
            boolean isStore =
                    part.part().name().equals("kafka") || part.part().name().equals("postgres");
            (isStore ? stores : services).add(part);
        }
        services.parallelStream().forEach(part -> part.end(GRACE));
        stores.parallelStream().forEach(part -> part.end(STORE_GRACE));
        clock.shutdownNow();
        data.forgetProcesses();
    }

    private void start(Part part) {
        SupervisedPart supervised = new SupervisedPart(part, clock, say, this::noteProcesses);
        parts.add(supervised);
        try {
            supervised.start();
        } catch (IOException | RuntimeException e) {
            throw new CannotGoOn(part.name() + " cannot be started: " + e.getMessage() + data.fullDisk() + ".", e);
        }
    }

    private void awaitReady(List<House.Service> services, Readiness readiness) {
        List<House.Service> waiting = new ArrayList<>(services);
        long deadline = System.nanoTime() + READY_WAIT.toNanos();
        try {
            while (!waiting.isEmpty()) {
                requireHope();
                for (House.Service service : List.copyOf(waiting)) {
                    if (readiness.isReady(service.address())) {
                        waiting.remove(service);
                    }
                }
                if (System.nanoTime() > deadline) {
                    String late = String.join(
                            ", ",
                            waiting.stream()
                                    .map(service -> service.part().name())
                                    .toList());
                    throw new CannotGoOn("Not ready within " + READY_WAIT.toSeconds() + " s: " + late + ". See "
                            + data.home().resolve("logs") + ".");
                }
                Thread.sleep(BETWEEN_ASKS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotGoOn("Interrupted while the services were starting.", e);
        }
    }

    private void requireHope() {
        Optional<SupervisedPart> hopeless =
                parts.stream().filter(part -> part.unaskedEnds() >= HOPELESS).findFirst();
        hopeless.map(SupervisedPart::part).ifPresent(part -> {
            throw new CannotGoOn(part.name() + " ended " + HOPELESS + " times while starting" + data.fullDisk()
                    + ". Its last words, from " + part.log() + ":\n" + lastWords(part.log()));
        });
    }

    private static String lastWords(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - LAST_WORDS), all.size()));
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

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "supervision");
        thread.setDaemon(true);
        return thread;
    }
}
