package io.tiltmeter.benchmarks;

import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How soon events are consumed after the whole system became ready, after it was ended and started again, and after one service was
 * killed; and how long the system takes to end. A mixture is posted, and a run that names it: dataset-service makes it, trainer-service
 * consumes that it is ready, and results-service consumes that the run is there.
 */
@Command(name = "restart", sortOptions = false)
final class RestartBenchmark implements Callable<Integer> {
    private static final Duration MAX_WAIT = Duration.ofMinutes(5);
    private static final double NANOS = 1e9;
    private static final String KILLED = "trainer-service";

    private static final String MIXTURE = """
            {"mixture_id": "%s", "recipe": "lab_instruction", "seed": 7}""";
    private static final String RUN = """
            {"run_name": "%s", "mixture": "%1$s", "suites": [], "max_steps": 1, "per_device_train_batch_size": 1,
             "model_config": {"model_type": "llama", "hidden_size": 16, "intermediate_size": 16,
                              "num_hidden_layers": 1, "num_attention_heads": 1}}""";

    @Option(names = "--rounds", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "3")
    private int rounds;

    @Mixin
    private BuiltTrees built;

    private LaunchedSystem system;
    private int probes;

    @Override
    public Integer call() throws IOException {
        List<Path> trees = built.open();
        System.out.printf(
                "%-12s %10s %10s %10s %10s %10s  tree%n",
                "after", "ready s", "made s", "trainer s", "results s", "ending s");
        for (Path tree : trees) {
            Map<String, List<Figures>> figures = new LinkedHashMap<>();
            system = built.start(tree);
            figures.put("first start", List.of(measure(System.nanoTime(), system.readySeconds())));
            built.awaitArchives(tree);
            List<Figures> restarts = new ArrayList<>();
            List<Figures> kills = new ArrayList<>();
            List<Double> endings = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                endings.add(system.stop());
                system = built.start(tree);
                restarts.add(measure(System.nanoTime(), system.readySeconds()));
                long killed = System.nanoTime();
                system.kill(KILLED);
                kills.add(measure(killed, readyAgain(killed)));
            }
            endings.add(system.stop());
            figures.put("restart", restarts);
            figures.put("kill -9", kills);
            figures.forEach((after, all) -> System.out.printf(
                    Locale.ROOT,
                    "%-12s %10.1f %10.1f %10.1f %10.1f %10.1f  %s%n",
                    after,
                    median(all, Figures::readySeconds),
                    median(all, Figures::madeSeconds),
                    median(all, Figures::trainerSeconds),
                    median(all, Figures::resultsSeconds),
                    Timing.median(endings),
                    tree));
        }
        System.out.println(
                "\nMedians of " + rounds + " rounds. ready: from the command, or from the kill of " + KILLED
                        + ", until ready. made: from readiness, or from the kill, until dataset-service has made a mixture posted then."
                        + " trainer: from there until the run that names it is queued. results: from there until results-service shows it.");
        return 0;
    }

    /**
     * Of one start, restart or kill.
     *
     * @param madeSeconds until a mixture that was posted is made
     * @param trainerSeconds from there until the run that names it is queued
     * @param resultsSeconds from there until results-service shows that run
     */
    private record Figures(double readySeconds, double madeSeconds, double trainerSeconds, double resultsSeconds) {}

    private double readyAgain(long killed) {
        await(KILLED, () -> Rest.get(system.trainer() + "/q/health/ready"));
        return LaunchedSystem.secondsSince(killed);
    }

    private Figures measure(long began, double readySeconds) throws IOException {
        String name = "restart-" + ++probes;
        String mixture = system.dataset() + "/api/v1/mixtures/" + name;
        String run = system.trainer() + "/api/v1/runs/" + name;
        Rest.post(system.dataset() + "/api/v1/mixtures", String.format(MIXTURE, name));
        CompletableFuture<Long> made = CompletableFuture.supplyAsync(() -> {
            await("mixture " + name, () -> require(mixture, status -> status.equals("ready")));
            return System.nanoTime();
        });
        await("a run that is accepted", () -> Rest.post(system.trainer() + "/api/v1/runs", String.format(RUN, name)));
        await("run " + name, () -> require(run, status -> !status.equals("waiting")));
        long queued = System.nanoTime();
        await("results of run " + name, () -> Rest.get(system.results() + "/api/v1/runs/" + name));
        long shown = System.nanoTime();
        return new Figures(
                readySeconds,
                (made.join() - began) / NANOS,
                Math.max(0, queued - made.join()) / NANOS,
                (shown - queued) / NANOS);
    }

    private static void require(String address, Predicate<String> wanted) throws IOException {
        String status = Json.mapper().readTree(Rest.get(address)).path("status").asText();
        if (!wanted.test(status)) {
            throw new IOException(address + " is " + status);
        }
    }

    /** Something that fails until it is so. */
    @FunctionalInterface
    private interface Attempt {
        void make() throws IOException;
    }

    private static void await(String what, Attempt attempt) {
        TemporarySystem.await(what, MAX_WAIT, () -> {
            try {
                attempt.make();
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private static double median(List<Figures> all, ToDoubleFunction<Figures> figure) {
        return Timing.median(all.stream().mapToDouble(figure).toArray());
    }
}
