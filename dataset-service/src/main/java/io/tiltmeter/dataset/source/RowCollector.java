package io.tiltmeter.dataset.source;

import io.tiltmeter.contracts.example.Turn;
import java.util.List;

/** Takes what a row of a file holds: one row or, of an article, many; each gets its own number. */
interface RowCollector {
    void row(String id, String system, ContextPlace contextPlace, String context, List<Turn> turns);

    void unfit(String reason);
}
