package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.SourceRow;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A row to look at in a report, its texts shortened to {@value #MAX_CHARACTERS} characters.
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
    static final int MAX_CHARACTERS = 400;

    static ExampleRow of(SourceRow row, OptionalDouble measured, String reason) {
        return new ExampleRow(
                row.number(),
                measured.isPresent() ? Optional.of(measured.getAsDouble()) : Optional.empty(),
                reason,
                shortened(row.question()),
                shortened(ContextRule.split(row).map(ContextSplit::context).orElse("")),
                shortened(row.answer()));
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return text.substring(0, end) + "...";
    }
}
