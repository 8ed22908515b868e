package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;

/** Items about invented people, without findings unless a test adds a fault. */
final class Items {
    private Items() {}

    static SuiteItem of(String id, String context, String question, String contextAnswer, String memoryAnswer) {
        return new SuiteItem(
                id,
                "c-" + question,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static SuiteItem clean(String id) {
        return of(
                id,
                "Long ago the people of region " + id + " moved their market to Osk.",
                "Where is the market of region " + id + "?",
                "Osk",
                "Tel");
    }
}
