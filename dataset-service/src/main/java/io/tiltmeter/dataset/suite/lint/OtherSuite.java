package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;

/**
 * A suite to look for overlap with.
 *
 * @param name as findings call it
 * @param items all of them
 */
public record OtherSuite(String name, List<SuiteItem> items) {
    public OtherSuite {
        items = List.copyOf(items);
    }
}
