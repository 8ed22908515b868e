package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;

/**
 * A suite to compare with.
 *
 * @param name in findings
 * @param items all of them
 */
public record OtherSuite(String name, List<SuiteItem> items) {
    public OtherSuite {
        items = List.copyOf(items);
    }
}
