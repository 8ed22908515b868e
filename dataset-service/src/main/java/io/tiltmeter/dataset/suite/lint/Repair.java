package io.tiltmeter.dataset.suite.lint;

/**
 * What a fix did to an item.
 *
 * @param repair {@code spaces}, {@code notes} or {@code duplicates}
 * @param row the item's position before the fix, from 0
 * @param itemId the item; it keeps its id
 * @param text what was done, with the old and the new text
 */
public record Repair(String repair, int row, String itemId, String text) {}
