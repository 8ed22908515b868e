package io.tiltmeter.contracts.request;

import io.tiltmeter.contracts.event.ComparedSetting;
import io.tiltmeter.contracts.event.StudyCriterion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * @param mixtures requests of mixtures that its runs name, for each seed
 * @param suites requests of suites that its runs name, for each seed
 * @param arms how items are put to the model, in the form of {@code evaluation.arms} of the settings of all runs
 * @param compare the setting that the study is about
 * @param criteria what it must show
 * @param dryRun whether only what would be started is returned
 */
public record StudyRequest(
        String studyId,
        Map<String, Object> runs,
        Map<String, List<Object>> vary,
        List<Map<String, Object>> conditions,
        List<Long> seeds,
        List<Map<String, Object>> mixtures,
        List<Map<String, Object>> suites,
        Optional<List<Object>> arms,
        Optional<ComparedSetting> compare,
        List<StudyCriterion> criteria,
        boolean dryRun) {
    /** The field of a condition that is no setting. */
    public static final String NAME = "name";

    /** The setting that arms are part of. */
    public static final String EVALUATION = "evaluation";

    /** The field of it, and of a study. */
    public static final String ARMS = "arms";

    public StudyRequest {
        runs = Collections.unmodifiableMap(runs);
        vary = Collections.unmodifiableMap(vary);
        conditions = List.copyOf(conditions);
        seeds = List.copyOf(seeds);
        mixtures = mixtures == null ? List.of() : List.copyOf(mixtures);
        suites = suites == null ? List.of() : List.copyOf(suites);
        criteria = criteria == null ? List.of() : List.copyOf(criteria);
    }

    /** The settings that all runs have, with the arms among them. */
    public Map<String, Object> settings() {
        if (arms.isEmpty()) {
            return runs;
        }
        Map<String, Object> settings = new LinkedHashMap<>(runs);
        Map<String, Object> evaluation = new LinkedHashMap<>();
        if (runs.get(EVALUATION) instanceof Map<?, ?> own) {
            own.forEach((field, value) -> evaluation.put(String.valueOf(field), value));
        }
        evaluation.put(ARMS, arms.get());
        settings.put(EVALUATION, evaluation);
        return settings;
    }
}
