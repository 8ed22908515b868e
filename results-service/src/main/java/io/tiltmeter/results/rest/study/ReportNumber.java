package io.tiltmeter.results.rest.study;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers as a report shows them; what is not known is a dash. */
final class ReportNumber {
    static final String NONE = "–";

    private ReportNumber() {}

    static String percent(Optional<Double> share) {
        return share.map(known -> String.format(Locale.ROOT, "%.1f %%", 100 * known))
                .orElse(NONE);
    }

    /** A difference of shares in percentage points, with its sign. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference).replace('-', '−');
    }

    /** A number without a unit, with its sign. */
    static String plain(double number) {
        return String.format(Locale.ROOT, "%+.3f", number).replace('-', '−');
    }

    static String points(Optional<Double> difference) {
        return difference.map(ReportNumber::points).orElse(NONE);
    }

    static String interval(Optional<Double> low, Optional<Double> high) {
        return low.isEmpty() || high.isEmpty() ? NONE : points(low.get()) + " to " + points(high.get());
    }

    static String p(Optional<Double> p) {
        return p.map(known -> known < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", known))
                .orElse(NONE);
    }

    static String steps(Optional<List<Integer>> steps) {
        return steps.filter(known -> !known.isEmpty())
                .map(known -> known.get(0).equals(known.get(known.size() - 1))
                        ? "step " + known.get(0)
                        : "steps " + known.get(0) + " to " + known.get(known.size() - 1))
                .orElse(NONE);
    }
}
