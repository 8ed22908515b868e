package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.context.ContextSplit;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An example row of a report, its texts shortened to 400 characters.
 *
 * @param number the row's
 * @param measured by the filter, if it measures
 * @param reason why it was kept or removed
 * @param question the first turn of the user
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
