package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.suite.Words;

/**
 * An item with its texts in words, taken apart once for all checks.
 *
 * @param row its position in the suite, from 0
 * @param item the item itself
 * @param context its words
 * @param question its words
 * @param contextAnswer its words; none if the item has none
 * @param memoryAnswer its words; none if the item has none
 */
record ReadItem(int row, SuiteItem item, Words context, Words question, Words contextAnswer, Words memoryAnswer) {
    static ReadItem of(int row, SuiteItem item) {
        return new ReadItem(
                row,
                item,
                Words.of(item.context()),
                Words.of(item.question()),
                Words.of(item.contextAnswer()),
                Words.of(item.memoryAnswer()));
    }
}
