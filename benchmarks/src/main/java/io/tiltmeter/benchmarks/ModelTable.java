package io.tiltmeter.benchmarks;

import java.util.List;
import java.util.Locale;

/** The figures of the models as text. */
final class ModelTable {

    private static final String HEADINGS = "%-10s %-30s %10s %10s %10s %9s %9s %9s %9s%n";
    private static final String FIGURES = "%-10s %-30s %10.1f %10.1f %10.0f %9.1f %9.0f %9.0f %9s%n";

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
        String[] names = "case,way,cpu ms,wall ms,tokens/s,GFLOP/s,% fp32,% bf16,x Python".split(",");
        return String.format(HEADINGS, (Object[]) names);
    }

    static String line(Row row) {
        double seconds = Timing.median(row.timings(), Timing::cpuSeconds);
        double gigaflops = row.operations() / seconds / 1e9;
        double speedUp = row.python().isEmpty() ? 0 : Timing.speedUp(row.timings(), row.python(), Timing::cpuSeconds);
        return String.format(
                Locale.ROOT,
                FIGURES,
                row.name(),
                row.way(),
                seconds * 1e3,
                Timing.median(row.timings(), Timing::wallSeconds) * 1e3,
                row.tokens() / seconds,
                gigaflops,
                100 * gigaflops / row.peaks().float32(),
                100 * gigaflops / row.peaks().bfloat16(),
                speedUp == 0 ? "-" : String.format(Locale.ROOT, "%.2f", speedUp));
    }
}
