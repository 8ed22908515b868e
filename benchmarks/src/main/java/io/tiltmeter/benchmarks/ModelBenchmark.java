package io.tiltmeter.benchmarks;

import io.tiltmeter.benchmarks.ModelTable.Peaks;
import io.tiltmeter.benchmarks.ModelTable.Row;
import io.tiltmeter.languagemodel.torch.MatrixProductSpeed;
import io.tiltmeter.languagemodel.torch.MatrixProducts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Training, decoding and scoring compared with the same models in PyTorch for Python and with matrix products, on one
 * thread of one core, in turns.
 */
@Command(name = "model", customSynopsis = "./tiltmeter bench model [-h] [ROUNDS [CASE ...]]")
final class ModelBenchmark implements Callable<Integer> {

    private static final int MATRIX_SIZE = 1024;
    private static final int PRODUCTS_A_ROUND = 10;

    @Parameters(index = "0", paramLabel = "ROUNDS", converter = WholeNumber.Count.class, defaultValue = "5")
    private int rounds;

    @Parameters(
            index = "1..*",
            paramLabel = "CASE",
            arity = "1",
            split = ",",
            hideParamSyntax = true,
            converter = ModelComparison.ByName.class,
            defaultValue = "train-4m,train-44m,decode-4m,score-4m")
    private List<ModelComparison> comparisons;

    private Optional<PythonBaseline> python;
    private MatrixProductSpeed products;

    @Override
    public Integer call() throws IOException {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        Path script = Path.of(System.getProperty("tiltmeter.home", "."), "benchmarks", "pytorch_baseline.py");
        Path folder = TemporaryFolder.create();
        python = PythonBaseline.start(script);
        try (MatrixProductSpeed speed = new MatrixProductSpeed(MATRIX_SIZE)) {
            products = speed;
            if (python.isEmpty()) {
                System.out.println("No PyTorch for Python here, so nothing is compared with it."
                        + " Debian: apt install python3-torch libopenblas0-pthread");
            }
            ModelComparison.saveSmall(folder);
            System.out.print(ModelTable.headings());
            for (ModelComparison comparison : comparisons) {
                run(comparison, folder);
            }
            System.out.println(
                    "\nMedians of " + rounds + " rounds; cpu time of the computing thread. x Python: median of the"
                            + " rounds' ratios to PyTorch for Python\n"
                            + "in float32, scoring one item at a time. % of the median " + MATRIX_SIZE
                            + "^3 products of the same rounds. Operations are counted as in Operations.java.");
        } finally {
            python.ifPresent(PythonBaseline::close);
        }
        return 0;
    }

    private void run(ModelComparison comparison, Path folder) {
        List<ModelWork> works = new ArrayList<>();
        try {
            comparison.ways().forEach(way -> works.add(way.apply(folder)));
            works.forEach(work -> work.repetition().run()); // warms up
            python.ifPresent(baseline -> baseline.time(comparison.name()));
            takeTurns(comparison, works);
        } finally {
            works.forEach(ModelWork::close);
        }
    }

    private void takeTurns(ModelComparison comparison, List<ModelWork> works) {
        List<List<Timing>> ours =
                works.stream().<List<Timing>>map(work -> new ArrayList<>()).toList();
        List<Timing> others = new ArrayList<>();
        List<Double> float32 = new ArrayList<>();
        List<Double> bfloat16 = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < PRODUCTS_A_ROUND; i++) {
                float32.add(products.gigaflopsPerSecond(MatrixProducts.ONEDNN, Timing::threadCpuNanos));
                bfloat16.add(products.bfloat16GigaflopsPerSecond(Timing::threadCpuNanos));
            }
            for (int i = 0; i < works.size(); i++) {
                ours.get(i).add(Timing.of(works.get(i).repetition()));
                if (i == 0) {
                    python.ifPresent(baseline -> others.add(baseline.time(comparison.name())));
                }
            }
        }
        Peaks peaks = new Peaks(Timing.median(float32), Timing.median(bfloat16));
        System.out.printf(
                "%s: products %.0f float32, %.0f bfloat16 GFLOP/s%n",
                comparison.name(), peaks.float32(), peaks.bfloat16());
        for (int i = 0; i < works.size(); i++) {
            ModelWork work = works.get(i);
            System.out.print(ModelTable.line(new Row(
                    comparison.name(), work.name(), work.tokens(), work.operations(), ours.get(i), others, peaks)));
        }
        if (!others.isEmpty()) {
            System.out.print(ModelTable.line(new Row(
                    comparison.name(),
                    "Python, float32",
                    works.get(0).tokens(),
                    works.get(0).operations(),
                    others,
                    List.of(),
                    peaks)));
        }
    }
}
