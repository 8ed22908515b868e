package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.torch.MatrixProductSpeed;
import io.tiltmeter.languagemodel.torch.MatrixProducts;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Training steps compared with 1024^3 float32 matrix products of the same run, on one thread. Times are the thread's CPU time,
 * so that other programs on the machine disturb them less; the wall time is printed too.
 */
@Command(name = "train", customSynopsis = "./tiltmeter bench train [-h] [SECONDS]")
final class TrainingBenchmark implements Callable<Integer> {

    private static final int MATRIX_SIZE = 1024;
    private static final int WARM_UP_STEPS = 3;
    private static final int MIN_STEPS = 5;

    private final Map<MatrixProducts, List<Double>> products = new EnumMap<>(MatrixProducts.class);

    @Parameters(paramLabel = "SECONDS", defaultValue = "8")
    private double secondsACase;

    @Override
    public Integer call() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        Map<TrainingCase, List<Timing>> timings = new LinkedHashMap<>();
        try (MatrixProductSpeed speed = new MatrixProductSpeed(MATRIX_SIZE)) {
            multiply(speed);
            products.clear(); // the first products warm up
            for (TrainingCase what : TrainingCase.all()) {
                multiply(speed);
                timings.put(what, time(what));
            }
            multiply(speed);
        }
        print(timings);
        return 0;
    }

    private void multiply(MatrixProductSpeed speed) {
        for (int i = 0; i < 20; i++) {
            for (MatrixProducts library : MatrixProducts.values()) {
                products.computeIfAbsent(library, any -> new ArrayList<>())
                        .add(speed.gigaflopsPerSecond(library, Timing::threadCpuNanos));
            }
        }
    }

    private List<Timing> time(TrainingCase what) {
        Random random = new Random(1);
        TrainingSettings settings =
                new TrainingSettings(what.type(), new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1), 1);
        List<Timing> timings = new ArrayList<>();
        try (TrainingSession session = TrainingSession.fresh(what.config(), settings)) {
            long end = System.nanoTime() + (long) (secondsACase * 1e9);
            for (int step = 0; step < WARM_UP_STEPS + MIN_STEPS || System.nanoTime() < end; step++) {
                TokenBatch batch = what.batch(random);
                Timing timing = Timing.of(() -> session.step(List.of(batch), 1e-4));
                if (step >= WARM_UP_STEPS) {
                    timings.add(timing);
                }
            }
        }
        return timings;
    }

    private void print(Map<TrainingCase, List<Timing>> timings) {
        System.out.printf(
                Locale.ROOT,
                "one thread, float32, %s; products in training by %s%n",
                System.getProperty("os.arch"),
                MatrixProducts.ofThisMachine());
        products.forEach((library, speeds) -> System.out.printf(
                Locale.ROOT,
                "%d^3 matrix product, %-7s median %6.1f GFLOP/s, best %6.1f%n",
                MATRIX_SIZE,
                library + ":",
                Timing.median(speeds),
                Collections.max(speeds)));
        String[] names = "training step,cpu ms,wall ms,tokens/s,GFLOP/s,% of TORCH,% of ONEDNN".split(",");
        System.out.printf("%n%-34s %9s %9s %10s %9s %12s %12s%n", (Object[]) names);
        timings.forEach(this::print);
        System.out.println("\nPercentages are of the median product; a step's operations are counted as 6 x weights of"
                + " matrix products\nand 12 L d T for attention, per token. Finetuning computes the last layer and the"
                + " head at scored tokens only.");
    }

    private void print(TrainingCase what, List<Timing> timings) {
        double seconds = Timing.median(timings, Timing::cpuSeconds);
        double gigaflops = what.operations() / seconds / 1e9;
        boolean counted = what.scoresEverything();
        System.out.printf(
                Locale.ROOT,
                "%-34s %9.2f %9.2f %10.0f %9s %12s %12s%n",
                what.name(),
                seconds * 1e3,
                Timing.median(timings, Timing::wallSeconds) * 1e3,
                what.rows() * what.tokens() / seconds,
                counted ? String.format(Locale.ROOT, "%.1f", gigaflops) : "",
                counted ? percent(gigaflops, MatrixProducts.TORCH) : "",
                counted ? percent(gigaflops, MatrixProducts.ONEDNN) : "");
    }

    private String percent(double gigaflops, MatrixProducts library) {
        return String.format(Locale.ROOT, "%.0f", 100 * gigaflops / Timing.median(products.get(library)));
    }
}
