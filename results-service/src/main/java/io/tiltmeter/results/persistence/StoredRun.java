package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunUpdated;
import java.time.Instant;

/**
 * A run as it stands, and how much is known about it.
 *
 * @param state the newest revision that arrived
 * @param checkpoints checkpoints announced
 * @param newestEvaluation grows whenever an evaluation of this run is stored; 0 while there is none
 * @param failures evaluations given up
 * @param imported whether files that a person imported are all that is known of it
 * @param lastNewsAt when the newest of its news was true
 */
public record StoredRun(
        RunUpdated state, int checkpoints, long newestEvaluation, int failures, boolean imported, Instant lastNewsAt) {
    /** Changes whenever anything about the run changes: what a page compares to know that it must read again. */
    public String version() {
        return state.revision() + "." + checkpoints + "." + newestEvaluation + "." + failures;
    }
}
