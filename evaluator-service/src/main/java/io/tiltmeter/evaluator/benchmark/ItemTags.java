package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Optional;

/** What an import keeps in tags such as {@code subject:anatomy}. */
final class ItemTags {
    static final String SUBJECT = "subject:";
    static final String TITLE = "title:";
    static final String LABELS = "labels:";

    private ItemTags() {}

    /** The rest of the first tag that begins so. */
    static Optional<String> find(SuiteItem item, String beginning) {
        return item.tags().stream()
                .filter(tag -> tag.startsWith(beginning))
                .map(tag -> tag.substring(beginning.length()))
                .findFirst();
    }
}
