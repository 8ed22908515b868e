package io.tiltmeter.dataset.filter;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Drops the rows that a base model can answer without their context: of the rows that have one, the lowest share by
 * score; rows without a context stay (Goyal et al.; PAPER.md section 5). Of n such rows exactly floor(share n) go; of
 * equal scores, those that stand first. Needs 16 bytes a row.
 *
 * @param share of the rows with a context, in [0, 1]; the paper's is {@value #STANDARD_SHARE}
 * @param score what rows are ordered by
 * @param losses by row number; must know every row with a context that arrives
 */
public record ContextCritical(double share, Score score, LongFunction<Optional<ExampleLosses>> losses)
        implements Filter {
    public static final double STANDARD_SHARE = 0.25;

    private static final int BINS = 40;
    private static final int MISSING_TO_NAME = 5;

    /** What tells how much an answer depends on the context. */
    public enum Score {
        /** The paper's: high where the answer cannot be guessed. */
        LOSS_WITHOUT_CONTEXT(0, 10),
        /** Loss without minus loss with: high where the context helps. Ours, beside the paper's. */
        CONTEXT_GAIN(-5, 5);

        private final double from;
        private final double to;

        Score(double from, double to) {
            this.from = from;
            this.to = to;
        }

        double nats(ExampleLosses loss) {
            return this == LOSS_WITHOUT_CONTEXT
                    ? loss.withoutContextNats()
                    : loss.withoutContextNats() - loss.withContextNats();
        }
    }

    public ContextCritical {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share " + share + " is outside [0, 1]: give 0.25 to drop a quarter of the rows with a context");
        }
    }

    @Override
    public String name() {
        return "context_critical";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("share", String.valueOf(share), "score", score.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Order order() {
        return Order.MATTERS;
    }

    @Override
    public Prepared prepare(RowSource arriving) throws IOException {
        DoubleStream.Builder scoreBuilder = DoubleStream.builder();
        LongStream.Builder numberBuilder = LongStream.builder();
        LongStream.Builder missingBuilder = LongStream.builder();
        try (Stream<SourceRow> rows = arriving.open()) {
            for (Iterator<SourceRow> next = rows.iterator(); next.hasNext(); ) {
                SourceRow row = next.next();
                if (ContextRule.split(row).isPresent()) {
                    Optional<ExampleLosses> loss = losses.apply(row.number());
                    loss.ifPresent(known -> scoreBuilder.add(score.nats(known)));
                    (loss.isPresent() ? numberBuilder : missingBuilder).add(row.number());
                }
            }
        }
        long[] missing = missingBuilder.build().toArray();
        if (missing.length > 0) {
            throw new IllegalArgumentException(missing.length + " rows with a context have no loss, such as rows "
                    + Arrays.toString(Arrays.copyOf(missing, Math.min(MISSING_TO_NAME, missing.length)))
                    + ": label the same source with the same template first");
        }
        return prepared(scoreBuilder.build().toArray(), numberBuilder.build().toArray());
    }

    private Prepared prepared(double[] scores, long[] numbers) {
        int drop = (int) (share * scores.length);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double cutOff = drop == 0 ? Double.NEGATIVE_INFINITY : sorted[drop - 1];
        int below = 0;
        LongStream.Builder ties = LongStream.builder();
        for (int i = 0; i < scores.length; i++) {
            below += scores[i] < cutOff ? 1 : 0;
            if (scores[i] == cutOff) {
                ties.add(numbers[i]);
            }
        }
        long lastTie = drop == 0
                ? 0
                : ties.build().sorted().skip(drop - 1L - below).findFirst().orElseThrow();
        Measure measure = new Measure(
                score.name().toLowerCase(Locale.ROOT) + "_nats",
                Measure.evenEdges(score.from, score.to, BINS),
                drop == 0 ? Optional.empty() : Optional.of(cutOff));
        return new Prepared(() -> row -> judge(row, cutOff, lastTie), Optional.of(measure));
    }

    private Verdict judge(SourceRow row, double cutOff, long lastTie) {
        if (ContextRule.split(row).isEmpty()) {
            return Verdict.kept("has no context, which this filter does not judge");
        }
        double nats = score.nats(losses.apply(row.number()).orElseThrow());
        boolean goes = nats < cutOff || nats == cutOff && row.number() <= lastTie;
        String said = String.format(Locale.ROOT, "%.4f nats", nats);
        return (goes ? Verdict.removed(said + ", among the lowest") : Verdict.kept(said)).measuring(nats);
    }
}
