package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.context.ContextSplit;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A row to look at in a report, its texts shortened to 400 characters.
 *
 * @param number the row's
 * @param measured by the filter, if it measures
 * @param reason why it stayed or went
 * @param question what the user asks first
 * @param context by {@link ContextRule}; empty if it has none
 * @param answer the last answer
 */
public record ExampleRow(
        long number, Optional<Double> measured, String reason, String question, String context, String answer) {
    static ExampleRow of(SourceRow row, OptionalDouble measured, String reason) {
        return new ExampleRow(
                row.number(),
                measured.isPresent() ? Optional.of(measured.getAsDouble()) : Optional.empty(),
                reason,
                SourceRow.shortened(row.question()),
                SourceRow.shortened(
                        ContextRule.split(row).map(ContextSplit::context).orElse("")),
                SourceRow.shortened(row.answer()));
    }
}
