package io.tiltmeter.dataset.suite.lint;

/**
 * A repair of an item.
 *
 * @param repair {@code spaces}, {@code notes} or {@code duplicates}
 * @param row the item's position before the fix, from 0
 * @param itemId the item, which keeps its id
 * @param text the change, with the old and the new text
 */
public record Repair(String repair, int row, String itemId, String text) {}
