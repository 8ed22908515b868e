package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Evaluation through Kafka, PostgreSQL and REST beside the bare library, by one, two and four replicas, with kills, and
 * the lag of a free replica. One thread each. Run by {@code ./tiltmeter bench evaluation [--rounds N] [--items N]
 * [--part overhead|replicas|lag ...]}.
 */
public final class EvaluationBenchmark {
    private static final int SCORERS = 3;
    private static final int SUITES = 8;
    private static final int KILLS = 5;
    private static final int LAGS = 20;
    private static final int WARM_UP_ITEMS = 64;
    private static final int LAG_ITEMS = 10;
    private static final long MAX_MILLIS_BETWEEN_KILLS = 2000;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final EvaluationBenchmarkOptions options;
    private final EvaluationInputs inputs;
    private final EvaluationHouse house;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private EvaluationBenchmark(EvaluationBenchmarkOptions options, EvaluationInputs inputs, EvaluationHouse house) {
        this.options = options;
        this.inputs = inputs;
        this.house = house;
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        EvaluationBenchmarkOptions options = EvaluationBenchmarkOptions.of(List.of(arguments));
        Path program = Path.of(System.getProperty("tiltmeter.home", "."))
                .resolve("evaluator-service/target/quarkus-app/quarkus-run.jar");
        Path folder = Files.createTempDirectory("tiltmeter-bench");
        // Whoever interrupts the benchmark wants its processes gone too.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().children().forEach(child -> {
                            child.destroyForcibly();
                            child.onExit().join();
                        })));
        try (EvaluationHouse house = new EvaluationHouse(program, folder)) {
            EvaluationInputs inputs = new EvaluationInputs(
                    new DirectoryArtifactStore(house.artifacts()), Files.createDirectory(folder.resolve("model")));
            new EvaluationBenchmark(options, inputs, house).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws IOException {
        figures.put("cores", Runtime.getRuntime().availableProcessors());
        figures.put("load_before", load());
        if (options.parts().contains("overhead")) {
            overhead();
        }
        if (options.parts().contains("replicas")) {
            replicas();
        }
        if (options.parts().contains("lag")) {
            lag();
        }
        figures.put("load_after", load());
        System.out.printf(
                Locale.ROOT,
                "%d cores; load %.2f before, %.2f after; wall clock, one compute thread a process.%n",
                Runtime.getRuntime().availableProcessors(),
                figures.get("load_before"),
                figures.get("load_after"));
        System.out.println(Json.mapper().writeValueAsString(figures));
    }

    /** The same suite and weights by turns. */
    private void overhead() throws IOException {
        List<SuiteItem> items = inputs.items(options.items());
        SuiteRef suite = inputs.suite("overhead", items);
        house.run(1);
        warmUp(1);
        List<Double> library = new ArrayList<>();
        List<Double> service = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        for (int round = 0; round <= options.rounds(); round++) {
            CheckpointReady checkpoint = inputs.checkpoint("overhead-" + round, List.of(suite));
            long began = System.nanoTime();
            Map<String, List<ItemOutcome>> direct = EvaluationLibrary.evaluate(inputs.model(), items);
            double bare = seconds(began);
            began = System.nanoTime();
            house.announce(EvaluationInputs.savedNow(checkpoint));
            List<SuiteEvaluated> told = house.awaitTold(checkpoint.runId(), SCORERS);
            double whole = seconds(began);
            requireSame(direct, told);
            if (round > 0) { // the first one warms up
                library.add(items.size() / bare);
                service.add(items.size() / whole);
                lost.add(1 - bare / whole);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-34s %10s%n%-34s %10.0f%n%-34s %10.0f%n%-34s %9.1f%%%n",
                items.size() + " items, both parts, 3 scorers",
                "items/s",
                "bare library",
                Timing.median(library),
                "through the service",
                Timing.median(service),
                "lost, median of " + options.rounds() + " rounds' ratios",
                100 * Timing.median(lost));
        figures.put("library_items_per_second", library);
        figures.put("service_items_per_second", service);
        figures.put("lost_share", lost);
        figures.put("lost_share_median", Timing.median(lost));
    }

    private static void requireSame(Map<String, List<ItemOutcome>> direct, List<SuiteEvaluated> told) {
        for (SuiteEvaluated event : told) {
            List<ItemOutcome> own = direct.get(event.scorer());
            long context = own.stream().filter(ItemOutcome::contextAnswerFound).count();
            long memory = own.stream().filter(ItemOutcome::memoryAnswerFound).count();
            if (context != event.contextAnswerCount() || memory != event.memoryAnswerCount()) {
                throw new IllegalStateException(event.scorer() + " counts " + event.contextAnswerCount() + " and "
                        + event.memoryAnswerCount() + " by the service, " + context + " and " + memory
                        + " by the library");
            }
        }
    }

    private void replicas() throws IOException {
        List<SuiteRef> suites = new ArrayList<>();
        for (int i = 0; i < SUITES; i++) {
            List<SuiteItem> all = inputs.items(options.items() / 2 + i);
            suites.add(inputs.suite("shared-" + i, all.subList(i, all.size())));
        }
        int items = suites.stream().mapToInt(SuiteRef::itemCount).sum();
        Map<String, Set<String>> hashes = new TreeMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        System.out.printf(
                Locale.ROOT, "%-34s %10s %9s %9s%n", SUITES + " suites, " + items + " items", "items/s", "s", "x one");
        double one = 0;
        for (int count : List.of(1, 2, 4)) {
            double seconds = timed("replicas-" + count, count, suites, hashes, 0);
            one = count == 1 ? seconds : one;
            rows.add(row(count + " replica" + (count == 1 ? "" : "s"), items, seconds, one));
        }
        double undisturbed = (double) rows.get(1).get("seconds");
        double killed = timed("killed", 2, suites, hashes, KILLS);
        rows.add(row("2 replicas, " + KILLS + " kills", items, killed, one));
        System.out.printf(
                Locale.ROOT,
                "every score the same in all four; %d kills cost %.1f s (lease %d s, and a start each)%n",
                KILLS,
                killed - undisturbed,
                EvaluationHouse.LEASE.toSeconds());
        figures.put("replicas", rows);
        figures.put("seconds_lost_by_kills", killed - undisturbed);
    }

    /** Seconds from the announcement of a checkpoint until all is told; what it scored is added to the hashes. */
    private double timed(String runId, int count, List<SuiteRef> suites, Map<String, Set<String>> hashes, int kills)
            throws IOException {
        house.run(count);
        warmUp(count);
        CheckpointReady checkpoint = inputs.checkpoint(runId, suites);
        long began = System.nanoTime();
        house.announce(EvaluationInputs.savedNow(checkpoint));
        house.awaitAccepted(runId, suites.size());
        Random random = new Random(KILLS);
        for (int kill = 0; kill < kills; kill++) {
            long moment = System.nanoTime()
                    + Duration.ofMillis(random.nextLong(MAX_MILLIS_BETWEEN_KILLS))
                            .toNanos();
            EvaluationHouse.await("the moment of a kill", () -> System.nanoTime() >= moment);
            house.replace(random.nextInt(count));
            house.run(count);
        }
        List<SuiteEvaluated> told = house.awaitTold(runId, suites.size() * SCORERS);
        double seconds = seconds(began);
        Set<String> series = new TreeSet<>();
        for (SuiteEvaluated event : told) {
            String key = event.suite().suiteId() + " " + event.scorer();
            if (!series.add(key)) {
                throw new IllegalStateException(runId + " told " + key + " twice");
            }
            ArtifactRef outcomes = event.outcomes();
            Set<String> same = hashes.computeIfAbsent(key, any -> new TreeSet<>());
            same.add(outcomes.sha256());
            if (same.size() > 1) {
                throw new IllegalStateException(runId + " scored " + key + " otherwise: " + outcomes.uri());
            }
        }
        return seconds;
    }

    private static Map<String, Object> row(String name, int items, double seconds, double one) {
        System.out.printf(Locale.ROOT, "%-34s %10.0f %9.1f %9.2f%n", name, items / seconds, seconds, one / seconds);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("seconds", seconds);
        row.put("items_per_second", items / seconds);
        row.put("times_one", one / seconds);
        return row;
    }

    /** Checkpoints announced one after another to a replica that is free. */
    private void lag() throws IOException {
        house.run(1);
        warmUp(1);
        SuiteRef suite = inputs.suite("lag", inputs.items(LAG_ITEMS));
        List<Double> lags = new ArrayList<>();
        for (int i = 0; i < LAGS; i++) {
            CheckpointReady checkpoint = EvaluationInputs.savedNow(inputs.checkpoint("lag-" + i, List.of(suite)));
            house.announce(checkpoint);
            SuiteEvaluated first = house.awaitTold(checkpoint.runId(), SCORERS).get(0);
            lags.add(Duration.between(checkpoint.savedAt(), first.startedAt()).toNanos() / NANOS);
        }
        double worst = lags.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-34s %7.0f ms, worst %.0f ms%n",
                "saved to begun, median of " + LAGS,
                MILLIS * Timing.median(lags),
                MILLIS * worst);
        figures.put("lag_seconds", lags);
        figures.put("lag_seconds_median", Timing.median(lags));
        figures.put("lag_seconds_worst", worst);
    }

    /** Every replica has computed something before the clock starts. */
    private void warmUp(int count) throws IOException {
        List<SuiteRef> suites = new ArrayList<>();
        String name = "warm-up-" + System.nanoTime();
        for (int i = 0; i < 2 * count; i++) {
            List<SuiteItem> items = inputs.items(WARM_UP_ITEMS + i);
            suites.add(inputs.suite(name + "-" + i, items.subList(i, items.size())));
        }
        house.announce(inputs.checkpoint(name, suites));
        house.awaitTold(name, suites.size() * SCORERS);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / NANOS;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
