package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.Id;
import java.time.Instant;
import java.util.Comparator;

/**
 * A user named, tagged, noted or archived a run: the latest annotation replaces all earlier ones. Key: the run id. The run may be
 * unknown yet. One that is not later than the {@link RunDeleted} of the id belongs to a run that is gone.
 *
 * @param runId the run
 * @param revision counts up with every change of this run's annotation, from 1
 * @param annotation the whole annotation; fields of the event in JSON
 * @param annotatedAt when it was changed, later than every earlier change
 */
public record RunAnnotated(
        String runId, long revision, @JsonUnwrapped RunAnnotation annotation, Instant annotatedAt) {
    private static final Comparator<RunAnnotated> ORDER =
            Comparator.comparing(RunAnnotated::annotatedAt).thenComparingLong(RunAnnotated::revision);

    public RunAnnotated {
        Id.checked("run id", runId);
    }

    /** Whether this one replaces another of the same run. */
    public boolean isAfter(RunAnnotated other) {
        return ORDER.compare(this, other) > 0;
    }
}
