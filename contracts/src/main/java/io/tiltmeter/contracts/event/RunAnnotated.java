package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.Id;
import java.time.Instant;
import java.util.Comparator;

/**
 * A user named, tagged, noted or archived a run: the newest revision replaces all older ones. Key: the run id. The run may be
 * unknown yet.
 *
 * @param runId the run
 * @param revision counts up with every change of this run's annotation, from 1; a lower one is out of date
 * @param annotation the whole annotation; fields of the event in JSON
 * @param annotatedAt when it was changed; of two of one revision the later counts
 */
public record RunAnnotated(
        String runId, long revision, @JsonUnwrapped RunAnnotation annotation, Instant annotatedAt) {
    private static final Comparator<RunAnnotated> ORDER =
            Comparator.comparingLong(RunAnnotated::revision).thenComparing(RunAnnotated::annotatedAt);

    public RunAnnotated {
        Id.checked("run id", runId);
    }

    /** Whether this one replaces another of the same run. */
    public boolean isAfter(RunAnnotated other) {
        return ORDER.compare(this, other) > 0;
    }
}
