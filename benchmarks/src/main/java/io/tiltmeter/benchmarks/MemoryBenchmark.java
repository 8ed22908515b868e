package io.tiltmeter.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Memory of the whole system while three small models of one size are trained on rows of 512 tokens, one after another, and their checkpoints
 * are evaluated on items as long; and after everything has ended.
 */
@Command(name = "memory", sortOptions = false)
final class MemoryBenchmark implements Callable<Integer> {
    private static final Duration MAX_WAIT = Duration.ofHours(2);

    /** Twice as long as the services wait before they return memory. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);

    /** Everything has been loaded once by then. */
    private static final int WARM_UP_EVALUATIONS = 10;

    @Option(names = "--evaluations", paramLabel = "N", converter = WholeNumber.Evaluations.class, defaultValue = "50")
    private int evaluations;

    @Mixin
    private BuiltTrees built;

    /** Memory at one moment. @param evaluated evaluations that were done */
    private record Sample(int evaluated, ProcessMemory trainer, ProcessMemory evaluator, ProcessMemory all) {}

    @Override
    public Integer call() throws IOException {
        System.out.printf(
                "%-10s %9s %9s %9s %9s %9s %9s  tree%n",
                "MiB", "peak RSS", "peak PSS", "RSS at 10", "RSS at " + evaluations, "growth", "idle RSS");
        for (Path tree : built.open()) {
            LaunchedSystem system = built.start(tree);
            begin(system);
            List<Sample> samples = new ArrayList<>();
            TemporarySystem.await(evaluations + " evaluations", MAX_WAIT, () -> {
                samples.add(sample(system));
                pause(BETWEEN_SAMPLES);
                return samples.get(samples.size() - 1).evaluated() >= evaluations;
            });
            pause(IDLE);
            Sample idle = sample(system);
            print("trainer", samples, idle, Sample::trainer, tree);
            print("evaluator", samples, idle, Sample::evaluator, tree);
            print("everything", samples, idle, Sample::all, tree);
            system.stop();
        }
        System.out.println(
                "\nSampled every second. RSS at N: the largest up to the end of N evaluations. growth: the difference of both."
                        + " idle: " + IDLE.toSeconds()
                        + " s after the last evaluation.\nRSS of everything counts memory that processes"
                        + " share once for each of them, PSS once; its broker, database, launcher and the other services are included.");
        return 0;
    }

    /** As many checkpoints of each model as there must be evaluations, or one more. */
    private void begin(LaunchedSystem system) throws IOException {
        Rest.upload(system.dataset() + "/api/v1/suites?name=memory", MemoryInputs.suite());
        int checkpoints = evaluations / MemoryInputs.models();
        Rest.post(system.dataset() + "/api/v1/mixtures", MemoryInputs.mixture(checkpoints + 1));
        for (int model = 0; model < MemoryInputs.models(); model++) {
            int more = model < evaluations % MemoryInputs.models() ? 1 : 0;
            String run = MemoryInputs.run(model, checkpoints + more - 1);
            TemporarySystem.await("acceptance of a run", () -> {
                try {
                    Rest.post(system.trainer() + "/api/v1/runs", run);
                    return true;
                } catch (IOException notYet) {
                    return false;
                }
            });
        }
    }

    private static Sample sample(LaunchedSystem system) {
        try {
            JsonNode counts = Json.mapper()
                    .readTree(Rest.get(system.evaluator() + "/api/v1/evaluations?limit=1"))
                    .path("counts");
            if (counts.path("failed").asInt() > 0) {
                throw new IllegalStateException("an evaluation failed; see the log of evaluator-service");
            }
            return new Sample(
                    counts.path("done").asInt(),
                    ProcessMemory.of(system.pid("trainer-service")),
                    ProcessMemory.of(system.pid("evaluator-service")),
                    ProcessMemory.of(system.processes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(
            String name, List<Sample> samples, Sample idle, Function<Sample, ProcessMemory> part, Path tree) {
        double early = peak(samples, WARM_UP_EVALUATIONS, part, ProcessMemory::residentMebibytes);
        double late = peak(samples, evaluations, part, ProcessMemory::residentMebibytes);
        System.out.printf(
                Locale.ROOT,
                "%-10s %9.0f %9.0f %9.0f %9.0f %9.0f %9.0f  %s%n",
                name,
                late,
                peak(samples, evaluations, part, ProcessMemory::proportionalMebibytes),
                early,
                late,
                late - early,
                part.apply(idle).residentMebibytes(),
                tree);
    }

    private static double peak(
            List<Sample> samples,
            int evaluated,
            Function<Sample, ProcessMemory> part,
            ToDoubleFunction<ProcessMemory> memory) {
        return samples.stream()
                .filter(sample -> sample.evaluated() <= evaluated)
                .map(part)
                .mapToDouble(memory)
                .max()
                .orElseThrow();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while memory was measured", e);
        }
    }
}
