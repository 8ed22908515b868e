package io.tiltmeter.dataset.augmentation;

/**
 * An augmented row to look at in a report, beside the row that it was made from; texts are shortened to {@value
 * #MAX_CHARACTERS} characters.
 *
 * @param number the row's
 * @param entityType of both entities
 * @param original the entity that the row told of
 * @param substitute the entity that took its place
 * @param question what the user asks first
 * @param contextBefore by {@link io.tiltmeter.dataset.filter.ContextRule}
 * @param contextAfter the same place
 * @param answerBefore the last answer
 * @param answerAfter the same
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
    static final int MAX_CHARACTERS = 400;

    static BeforeAndAfter of(RowTexts before, AugmentedRow after) {
        return new BeforeAndAfter(
                after.row().number(),
                after.substitution().entityType(),
                after.substitution().original(),
                after.substitution().substitute(),
                shortened(before.question().text()),
                shortened(before.context().text()),
                shortened(RowTexts.of(after.row())
                        .map(texts -> texts.context().text())
                        .orElse("")),
                shortened(before.row().answer()),
                shortened(after.row().answer()));
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return text.substring(0, end) + "...";
    }
}
