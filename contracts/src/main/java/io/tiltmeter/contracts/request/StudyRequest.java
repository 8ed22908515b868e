package io.tiltmeter.contracts.request;

import io.tiltmeter.contracts.event.StudyCriterion;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /api/v1/studies}: runs that differ in some settings and in their seeds. Settings are fields of a
 * {@link RunRequest} in the names that it has in JSON, their values as JSON has them; {@code {seed}} in a text stands for the
 * seed of each run.
 *
 * @param studyId the study's id
 * @param runs settings that all runs have
 * @param vary for each field its values, each combined with each of the other fields
 * @param conditions settings that belong together, each with its {@code name}; combined with each point of {@code vary}
 * @param seeds each condition is trained with each of them
 * @param criteria what it must show
 * @param dryRun whether only what would be started is returned
 */
public record StudyRequest(
        String studyId,
        Map<String, Object> runs,
        Map<String, List<Object>> vary,
        List<Map<String, Object>> conditions,
        List<Long> seeds,
        List<StudyCriterion> criteria,
        boolean dryRun) {
    /** The field of a condition that is no setting. */
    public static final String NAME = "name";

    public StudyRequest {
        runs = Collections.unmodifiableMap(runs);
        vary = Collections.unmodifiableMap(vary);
        conditions = List.copyOf(conditions);
        seeds = List.copyOf(seeds);
        criteria = criteria == null ? List.of() : List.copyOf(criteria);
    }
}
