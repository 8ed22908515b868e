package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.dataset.suite.CanonicalItem;
import java.util.List;

/**
 * A suite to look for overlap with.
 *
 * @param name as findings call it
 * @param items all of them
 */
public record OtherSuite(String name, List<CanonicalItem> items) {
    public OtherSuite {
        items = List.copyOf(items);
    }
}
