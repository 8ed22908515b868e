package io.tiltmeter.dataset.context;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The class of each row (Goyal et al., section 4; PAPER.md section 5). Of the n rows that have a context and a known
 * loss, the floor(share n) of lowest score are non-context-critical, of equal scores those that come first; the others
 * are context-critical. A row without a context is subject-critical. One whose loss is unknown, because it does not fit
 * the base model, is unlabelled. Needs 8 bytes a row with a context while it is computed, and then 4 bits a row.
 */
public final class ClassLabels {
    /** The paper's share of non-context-critical rows among those with a context. */
    public static final double STANDARD_SHARE = 0.25;

    /** 0.29 of 100 rows is 28.999999999999996 in binary, and 29 rows. */
    private static final double ROUNDING = 1e-6;

    private final BitSet withoutContext = new BitSet();
    private final BitSet scored = new BitSet();
    private final BitSet unknown = new BitSet();
    private final BitSet lowest = new BitSet();
    private final Optional<Double> cutOff;
    private final Histogram histogram;

    private ClassLabels(RowSource rows, double share, Score score, LongFunction<Optional<ExampleLosses>> losses)
            throws IOException {
        checkedShare(share);
        try (Stream<SourceRow> opened = rows.open()) {
            for (Iterator<SourceRow> next = opened.iterator(); next.hasNext(); ) {
                SourceRow row = next.next();
                int number = Math.toIntExact(row.number());
                if (ContextRule.split(row).isEmpty()) {
                    withoutContext.set(number);
                } else {
                    (losses.apply(number).isPresent() ? scored : unknown).set(number);
                }
            }
        }
        double[] scores = new double[scored.cardinality()];
        int filled = 0;
        for (int number = scored.nextSetBit(0); number >= 0; number = scored.nextSetBit(number + 1)) {
            scores[filled++] = nats(number, score, losses);
        }
        Arrays.sort(scores);
        int drop = (int) (share * scores.length + ROUNDING);
        cutOff = drop == 0 ? Optional.empty() : Optional.of(scores[drop - 1]);
        long[] critical = new long[score.edges().size() + 1];
        long[] notCritical = new long[score.edges().size() + 1];
        long ties = drop - Arrays.stream(scores).filter(value -> value < edge()).count();
        for (int number = scored.nextSetBit(0); number >= 0; number = scored.nextSetBit(number + 1)) {
            double nats = nats(number, score, losses);
            boolean isLowest = drop > 0 && (nats < edge() || nats == edge() && ties-- > 0);
            lowest.set(number, isLowest);
            (isLowest ? notCritical : critical)[Histogram.bin(score.edges(), nats)]++;
        }
        histogram = new Histogram(
                score.measure(),
                score.edges(),
                LongStream.of(critical).boxed().toList(),
                LongStream.of(notCritical).boxed().toList(),
                cutOff);
    }

    /**
     * Labels rows.
     *
     * @param rows read once
     * @param share of the rows with a context and a known loss, in [0, 1]
     * @param score what they are ordered by
     * @param losses by row number; empty where the base model could not score the row
     * @throws IllegalArgumentException if the share is outside [0, 1]
     */
    public static ClassLabels of(
            RowSource rows, double share, Score score, LongFunction<Optional<ExampleLosses>> losses)
            throws IOException {
        return new ClassLabels(rows, share, score, losses);
    }

    /** The share itself, or an {@link IllegalArgumentException} with the remedy. */
    public static double checkedShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share " + share + " is outside [0, 1]: give 0.25 for a quarter of the rows with a context");
        }
        return share;
    }

    /** The class of a row that was labelled; unlabelled for any other number. */
    public ExampleClass of(long row) {
        int number = Math.toIntExact(row);
        if (withoutContext.get(number)) {
            return ExampleClass.SUBJECT_CRITICAL;
        }
        if (!scored.get(number)) {
            return ExampleClass.UNLABELLED;
        }
        return lowest.get(number) ? ExampleClass.NON_CONTEXT_CRITICAL : ExampleClass.CONTEXT_CRITICAL;
    }

    /** The highest score among the non-context-critical rows, in nats; empty if there is none. */
    public Optional<Double> cutOff() {
        return cutOff;
    }

    /** Rows of each class, those of none too. */
    public Map<ExampleClass, Long> counts() {
        Map<ExampleClass, Long> counts = new EnumMap<>(ExampleClass.class);
        counts.put(ExampleClass.CONTEXT_CRITICAL, (long) scored.cardinality() - lowest.cardinality());
        counts.put(ExampleClass.NON_CONTEXT_CRITICAL, (long) lowest.cardinality());
        counts.put(ExampleClass.SUBJECT_CRITICAL, (long) withoutContext.cardinality());
        counts.put(ExampleClass.UNLABELLED, (long) unknown.cardinality());
        return counts;
    }

    /** How the scores lie: context-critical rows as kept, non-context-critical ones as removed. */
    public Histogram histogram() {
        return histogram;
    }

    private static double nats(int number, Score score, LongFunction<Optional<ExampleLosses>> losses) {
        return score.nats(losses.apply(number).orElseThrow());
    }

    private double edge() {
        return cutOff.orElse(Double.NEGATIVE_INFINITY);
    }
}
