package io.tiltmeter.dataset.filter;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.context.ClassLabels;
import io.tiltmeter.dataset.context.Score;
import io.tiltmeter.dataset.filter.Prepared.Measure;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Drops the rows that a base model can answer without their context: of the arriving rows that have one, those that
 * {@link ClassLabels} finds non-context-critical (Goyal et al.; PAPER.md section 5). Rows without a context stay; rows with
 * one whose loss is unknown go, because nothing is known of them.
 *
 * @param model the base model, for the report
 * @param share of the rows with a context, in [0, 1]; the paper's is {@value ClassLabels#STANDARD_SHARE}
 * @param score what rows are ordered by
 * @param losses by row number; empty where the base model could not score the row
 */
public record ContextCritical(String model, double share, Score score, LongFunction<Optional<ExampleLosses>> losses)
        implements Filter {
    public ContextCritical {
        ClassLabels.checkedShare(share);
    }

    @Override
    public String name() {
        return "context_critical";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("model", model, "share", String.valueOf(share), "score", score.label());
    }

    @Override
    public Order order() {
        return Order.MATTERS;
    }

    @Override
    public Prepared prepare(RowSource arriving) throws IOException {
        ClassLabels labels = ClassLabels.of(arriving, share, score, losses);
        Measure measure = new Measure(score.measure(), score.edges(), labels.cutOff());
        return new Prepared(() -> row -> judge(row, labels.of(row.number())), Optional.of(measure));
    }

    private Verdict judge(SourceRow row, ExampleClass exampleClass) {
        return switch (exampleClass) {
            case SUBJECT_CRITICAL -> Verdict.kept("has no context, which this filter does not judge");
            case UNLABELLED -> Verdict.removed("has no loss: the base model cannot read it whole");
            case NON_CONTEXT_CRITICAL -> {
                double nats = nats(row);
                yield Verdict.removed(reason(nats) + ", among the lowest").measuring(nats);
            }
            case CONTEXT_CRITICAL -> {
                double nats = nats(row);
                yield Verdict.kept(reason(nats)).measuring(nats);
            }
        };
    }

    private double nats(SourceRow row) {
        return score.nats(losses.apply(row.number()).orElseThrow());
    }

    private static String reason(double nats) {
        return String.format(Locale.ROOT, "%.4f nats", nats);
    }
}
