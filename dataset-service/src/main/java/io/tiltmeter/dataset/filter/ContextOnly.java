package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.source.RowSource;
import java.util.Map;

/** Keeps the rows that have a context by {@link ContextRule}: "context-only" of PAPER.md section 5. */
public record ContextOnly() implements Filter {
    @Override
    public String name() {
        return "context_only";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        return Prepared.of(row ->
                ContextRule.split(row).isPresent() ? Verdict.kept("has a context") : Verdict.removed("has no context"));
    }
}
