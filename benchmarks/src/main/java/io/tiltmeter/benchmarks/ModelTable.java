package io.tiltmeter.benchmarks;

import java.util.List;
import java.util.Locale;

/** The benchmark's figures as text. */
final class ModelTable {

    private static final String HEADINGS = "%-10s %-30s %10s %10s %10s %9s %9s %9s %9s%n";

    private ModelTable() {}

    /**
     * One way of doing one case.
     *
     * @param timings of the rounds
     * @param python of the same rounds, or none
     * @param peaks of the same minutes
     */
    record Row(
            String name,
            String way,
            int tokens,
            double operations,
            List<Timing> timings,
            List<Timing> python,
            Peaks peaks) {}

    /** Median speeds of products of 1024 x 1024 matrices on one thread, in 10^9 operations a second. */
    record Peaks(double float32, double bfloat16) {}

    static String headings() {
        return String.format(
                Locale.ROOT,
                HEADINGS,
                "case",
                "way",
                "cpu ms",
                "wall ms",
                "tokens/s",
                "GFLOP/s",
                "% fp32",
                "% bf16",
                "x Python");
    }

    static String line(Row row) {
        double seconds = Timing.median(row.timings(), Timing::cpuSeconds);
        double gigaflops = row.operations() / seconds / 1e9;
        return String.format(
                Locale.ROOT,
                HEADINGS,
                row.name(),
                row.way(),
                decimals(1, seconds * 1e3),
                decimals(1, Timing.median(row.timings(), Timing::wallSeconds) * 1e3),
                decimals(0, row.tokens() / seconds),
                decimals(1, gigaflops),
                decimals(0, 100 * gigaflops / row.peaks().float32()),
                decimals(0, 100 * gigaflops / row.peaks().bfloat16()),
                row.python().isEmpty()
                        ? "-"
                        : decimals(2, Timing.speedUp(row.timings(), row.python(), Timing::cpuSeconds)));
    }

    private static String decimals(int count, double number) {
        return String.format(Locale.ROOT, "%." + count + "f", number);
    }
}
