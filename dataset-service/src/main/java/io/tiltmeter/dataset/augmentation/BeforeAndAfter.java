package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.source.SourceRow;

/**
 * An augmented row in a report, with the row that it was made from; texts are shortened to 400 characters.
 *
 * @param number the row's
 * @param entityType of both entities
 * @param original the entity of the row
 * @param substitute the entity that replaced it
 * @param question the question about the context
 * @param contextBefore by {@link io.tiltmeter.dataset.context.ContextRule}
 * @param contextAfter the same in the augmented row
 * @param answerBefore the last answer
 * @param answerAfter the same in the augmented row
 */
public record BeforeAndAfter(
        long number,
        String entityType,
        String original,
        String substitute,
        String question,
        String contextBefore,
        String contextAfter,
        String answerBefore,
        String answerAfter) {
    static BeforeAndAfter of(RowTexts before, AugmentedRow after) {
        return new BeforeAndAfter(
                after.row().number(),
                after.substitution().entityType(),
                after.substitution().original(),
                after.substitution().substitute(),
                SourceRow.shortened(before.question().text()),
                SourceRow.shortened(before.context().text()),
                SourceRow.shortened(RowTexts.of(after.row())
                        .map(texts -> texts.context().text())
                        .orElse("")),
                SourceRow.shortened(before.row().answer()),
                SourceRow.shortened(after.row().answer()));
    }
}
