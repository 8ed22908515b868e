package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Evaluation through Kafka, PostgreSQL and REST compared with the library alone, by one, two and four replicas, with kills,
 * and the lag of a free replica. One thread each.
 */
@Command(name = "evaluation", sortOptions = false)
final class EvaluationBenchmark implements Callable<Integer> {
    private static final int SCORERS = 3;
    private static final int SUITES = 8;
    private static final int KILLS = 5;
    private static final int LAGS = 20;
    private static final int WARM_UP_ITEMS = 64;
    private static final int LAG_ITEMS = 10;
    private static final long MAX_MILLIS_BETWEEN_KILLS = 2000;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Map<String, Object> figures = new LinkedHashMap<>();

    @Option(names = "--rounds", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "5")
    private int rounds;

    @Option(names = "--items", paramLabel = "N", converter = WholeNumber.Items.class, defaultValue = "2000")
    private int itemCount;

    @Option(names = "--part", paramLabel = "PART", arity = "1..*")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    private EvaluationInputs inputs;
    private Evaluators evaluators;

    /** A measurement. */
    enum Part {
        OVERHEAD,
        REPLICAS,
        LAG
    }

    @Override
    public Integer call() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        try (TemporarySystem system = new TemporarySystem();
                Evaluators started = new Evaluators(system)) {
            evaluators = started;
            inputs = new EvaluationInputs(
                    system.artifacts(), Files.createDirectory(system.folder().resolve("model")));
            run();
        }
        return 0;
    }

    private void run() throws IOException {
        figures.put("cores", Runtime.getRuntime().availableProcessors());
        figures.put("load_before", load());
        if (parts.contains(Part.OVERHEAD)) {
            overhead();
        }
        if (parts.contains(Part.REPLICAS)) {
            replicas();
        }
        if (parts.contains(Part.LAG)) {
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

    /** Library and service evaluate the same suite and weights in turns. */
    private void overhead() throws IOException {
        List<SuiteItem> items = inputs.items(itemCount);
        SuiteRef suite = inputs.suite("overhead", items);
        evaluators.run(1);
        warmUp(1);
        List<Double> library = new ArrayList<>();
        List<Double> service = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            String runId = "overhead-" + round;
            Supplier<CheckpointReady> checkpoint = inputs.checkpoint(runId, List.of(suite));
            long began = System.nanoTime();
            Map<String, List<ItemOutcome>> direct = EvaluationLibrary.evaluate(inputs.model(), items);
            double bare = seconds(began);
            began = System.nanoTime();
            evaluators.announce(checkpoint.get());
            List<SuiteEvaluated> published = evaluators.awaitPublished(runId, SCORERS);
            double whole = seconds(began);
            requireSame(direct, published);
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
                "library alone",
                Timing.median(library),
                "through the service",
                Timing.median(service),
                "lost, median of " + rounds + " rounds' ratios",
                100 * Timing.median(lost));
        figures.put("library_items_per_second", library);
        figures.put("service_items_per_second", service);
        figures.put("lost_share", lost);
        figures.put("lost_share_median", Timing.median(lost));
    }

    private static void requireSame(Map<String, List<ItemOutcome>> direct, List<SuiteEvaluated> published) {
        for (SuiteEvaluated event : published) {
            List<ItemOutcome> own = direct.get(event.scorer());
            long context = own.stream().filter(ItemOutcome::contextAnswerFound).count();
            long memory = own.stream().filter(ItemOutcome::memoryAnswerFound).count();
            if (context != event.counts().contextAnswerCount()
                    || memory != event.counts().memoryAnswerCount()) {
                throw new IllegalStateException(
                        event.scorer() + " counts " + event.counts().contextAnswerCount() + " and "
                                + event.counts().memoryAnswerCount() + " by the service, " + context + " and " + memory
                                + " by the library");
            }
        }
    }

    private void replicas() throws IOException {
        List<SuiteRef> suites = new ArrayList<>();
        for (int i = 0; i < SUITES; i++) {
            List<SuiteItem> all = inputs.items(itemCount / 2 + i);
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
                Evaluators.LEASE.toSeconds());
        figures.put("replicas", rows);
        figures.put("seconds_lost_by_kills", killed - undisturbed);
    }

    /** Seconds from the announcement of a checkpoint until all outcomes are published; their hashes are added. */
    private double timed(String runId, int count, List<SuiteRef> suites, Map<String, Set<String>> hashes, int kills)
            throws IOException {
        evaluators.run(count);
        warmUp(count);
        Supplier<CheckpointReady> checkpoint = inputs.checkpoint(runId, suites);
        long began = System.nanoTime();
        evaluators.announce(checkpoint.get());
        evaluators.awaitAccepted(runId, suites.size());
        Random random = new Random(KILLS);
        for (int kill = 0; kill < kills; kill++) {
            long moment = System.nanoTime()
                    + Duration.ofMillis(random.nextLong(MAX_MILLIS_BETWEEN_KILLS))
                            .toNanos();
            TemporarySystem.await("the moment of a kill", () -> System.nanoTime() >= moment);
            evaluators.replace(random.nextInt(count));
            evaluators.run(count);
        }
        List<SuiteEvaluated> published = evaluators.awaitPublished(runId, suites.size() * SCORERS);
        double seconds = seconds(began);
        Set<String> series = new TreeSet<>();
        for (SuiteEvaluated event : published) {
            String key = event.suite().suiteId() + " " + event.scorer();
            if (!series.add(key)) {
                throw new IllegalStateException(runId + " published " + key + " twice");
            }
            ArtifactRef outcomes = event.outcomes();
            Set<String> same = hashes.computeIfAbsent(key, any -> new TreeSet<>());
            same.add(outcomes.sha256());
            if (same.size() > 1) {
                throw new IllegalStateException(runId + " scored " + key + " differently: " + outcomes.uri());
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
        evaluators.run(1);
        warmUp(1);
        SuiteRef suite = inputs.suite("lag", inputs.items(LAG_ITEMS));
        List<Double> lags = new ArrayList<>();
        for (int i = 0; i < LAGS; i++) {
            CheckpointReady checkpoint =
                    inputs.checkpoint("lag-" + i, List.of(suite)).get();
            evaluators.announce(checkpoint);
            SuiteEvaluated first =
                    evaluators.awaitPublished(checkpoint.runId(), SCORERS).get(0);
            lags.add(Duration.between(checkpoint.savedAt(), first.execution().startedAt())
                            .toNanos()
                    / NANOS);
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

    /** Lets every replica compute something before the measurement. */
    private void warmUp(int count) throws IOException {
        List<SuiteRef> suites = new ArrayList<>();
        String name = "warm-up-" + System.nanoTime();
        for (int i = 0; i < 2 * count; i++) {
            List<SuiteItem> items = inputs.items(WARM_UP_ITEMS + i);
            suites.add(inputs.suite(name + "-" + i, items.subList(i, items.size())));
        }
        evaluators.announce(inputs.checkpoint(name, suites).get());
        evaluators.awaitPublished(name, suites.size() * SCORERS);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / NANOS;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
