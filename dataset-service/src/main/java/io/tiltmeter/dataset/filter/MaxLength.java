package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.filter.Prepared.Measure;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/**
 * Removes the rows that are longer than training reads, and those whose length is not known because the template or the
 * tokenizer does not support them.
 *
 * @param maxTokens the most, prompt and answer together
 * @param tokenizer whose tokens, for the report
 * @param template how rows are rendered, for the report
 * @param tokens by row number; empty where a row cannot be rendered
 */
public record MaxLength(int maxTokens, String tokenizer, String template, LongFunction<OptionalInt> tokens)
        implements Filter {
    private static final int BINS = 20;

    public MaxLength {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_length " + maxTokens + " is below 1: no row is so short");
        }
    }

    @Override
    public String name() {
        return "max_length";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("max_length", String.valueOf(maxTokens), "tokenizer", tokenizer, "template", template);
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        Measure measure = new Measure("tokens", Histogram.doublingEdges(BINS), Optional.of((double) maxTokens));
        return new Prepared(() -> this::judge, Optional.of(measure));
    }

    private Verdict judge(SourceRow row) {
        OptionalInt known = tokens.apply(row.number());
        if (known.isEmpty()) {
            return Verdict.removed("has no known length: the template or the tokenizer has no place for it");
        }
        int length = known.getAsInt();
        return (length > maxTokens
                        ? Verdict.removed(length + " tokens, more than " + maxTokens)
                        : Verdict.kept(length + " tokens"))
                .measuring(length);
    }
}
