package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunUpdated;
import java.time.Instant;

/**
 * A run's newest state, and what is stored of it.
 *
 * @param state the newest revision that arrived
 * @param newestEvaluation grows whenever an evaluation of this run is stored; 0 while there is none
 * @param failures evaluations given up
 * @param probes measurements of probes
 * @param imported whether files that a person imported are all that is known of it
 * @param changedAt when it changed last
 */
public record StoredRun(
        RunUpdated state,
        int checkpoints,
        long newestEvaluation,
        int failures,
        long probes,
        boolean imported,
        Instant changedAt) {
    /** Changes whenever anything about the run changes: what a page compares to know that it must read again. */
    public String version() {
        return state.revision() + "." + checkpoints + "." + newestEvaluation + "." + failures
                + (probes == 0 ? "" : "." + probes);
    }
}
