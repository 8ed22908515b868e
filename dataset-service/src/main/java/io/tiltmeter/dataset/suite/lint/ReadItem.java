package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.suite.SuiteItem;

/**
 * An item with its texts as scorers compare them, normalised once for all checks.
 *
 * @param row its position in the suite, from 0
 */
record ReadItem(
        int row,
        SuiteItem item,
        NormalisedText context,
        NormalisedText question,
        NormalisedText contextAnswer,
        NormalisedText memoryAnswer) {
    static ReadItem of(int row, SuiteItem item) {
        return new ReadItem(
                row,
                item,
                NormalisedText.of(item.context()),
                NormalisedText.of(item.question()),
                NormalisedText.of(item.contextAnswer()),
                NormalisedText.of(item.memoryAnswer()));
    }
}
