package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;

/**
 * A repaired suite, stored in addition to the original.
 *
 * @param items the repaired items, in the original's order
 * @param repairs what was done, in that order; none if there was nothing to repair
 * @param version SHA-256 of the canonical bytes of the items
 */
public record FixedSuite(List<SuiteItem> items, List<Repair> repairs, String version) {
    public FixedSuite {
        items = List.copyOf(items);
        repairs = List.copyOf(repairs);
    }
}
