package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.RunAnnotated;
import io.tiltmeter.contracts.event.RunAnnotation;
import io.tiltmeter.contracts.event.RunUpdated;
import java.time.Instant;
import java.util.Optional;

/**
 * A run's newest state, and what is stored of it.
 *
 * @param state the newest revision that arrived
 * @param newestEvaluation grows whenever an evaluation of this run is stored; 0 while there is none
 * @param failures evaluations given up
 * @param probes measurements of probes
 * @param imported whether files that a person imported are all that is known of it
 * @param changedAt when it or its scores changed last
 * @param annotated the newest annotation; empty if nobody annotated it
 */
public record StoredRun(
        RunUpdated state,
        int checkpoints,
        long newestEvaluation,
        int failures,
        long probes,
        boolean imported,
        Instant changedAt,
        Optional<RunAnnotated> annotated) {
    /** A row of a query, which has null for a run without an annotation. */
    StoredRun(
            RunUpdated state,
            int checkpoints,
            long newestEvaluation,
            int failures,
            long probes,
            boolean imported,
            Instant changedAt,
            RunAnnotationEntity annotation) {
        this(
                state,
                checkpoints,
                newestEvaluation,
                failures,
                probes,
                imported,
                changedAt,
                Optional.ofNullable(annotation).map(RunAnnotationEntity::event));
    }

    /** What users say of it. */
    public RunAnnotation annotation() {
        return annotated.map(RunAnnotated::annotation).orElse(RunAnnotation.NONE);
    }

    /** The name that it is shown by. */
    public String name() {
        return annotation().name().orElse(state.runName());
    }

    /** Changes whenever anything about the run changes: what a page compares to know that it must read again. */
    public String version() {
        return state.revision() + "." + checkpoints + "." + newestEvaluation + "." + failures
                + (probes == 0 ? "" : "." + probes)
                + annotated.map(each -> "-" + each.revision()).orElse("");
    }
}
