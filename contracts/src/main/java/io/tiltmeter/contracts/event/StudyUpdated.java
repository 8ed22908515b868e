package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiltmeter.contracts.Id;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A study and the run of each of its cells: the newest revision replaces all older ones. Key: the study id. What the runs do
 * is in their own events.
 *
 * @param studyId the study
 * @param revision counts up with every update of this study; a lower one is out of date
 * @param settings the settings that all runs have, by their request names, as they were requested
 * @param conditions in their order; the first is the reference that others are compared with
 * @param seeds in their order
 * @param cells one for each condition and seed; two cells whose requests are identical have the same run
 * @param mixtures requests of mixtures that its runs name, one for each seed, in whose texts {@code {seed}} stands for it; as
 *     {@link io.tiltmeter.contracts.request.SeedTexts} reads them
 * @param suites likewise of suites
 * @param compare the setting that the study is about
 * @param criteria what it must show, written down before it is run
 * @param createdAt when the request was accepted
 * @param updatedAt when this was true
 */
public record StudyUpdated(
        String studyId,
        long revision,
        Map<String, Object> settings,
        List<Condition> conditions,
        List<Long> seeds,
        List<Cell> cells,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Map<String, Object>> mixtures,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Map<String, Object>> suites,
        Optional<ComparedSetting> compare,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StudyCriterion> criteria,
        Instant createdAt,
        Instant updatedAt) {
    public StudyUpdated {
        Id.checked("study id", studyId);
        settings = Collections.unmodifiableMap(settings);
        conditions = List.copyOf(conditions);
        seeds = List.copyOf(seeds);
        cells = List.copyOf(cells);
        mixtures = mixtures == null ? List.of() : List.copyOf(mixtures);
        suites = suites == null ? List.of() : List.copyOf(suites);
        criteria = criteria == null ? List.of() : List.copyOf(criteria);
    }

    /**
     * What is the same for some runs of a study.
     *
     * @param name unique in the study
     * @param settings what it sets besides, or instead of, the settings of all runs; {@code {seed}} in a text stands for the seed
     */
    public record Condition(String name, Map<String, Object> settings) {
        public Condition {
            Id.checked("condition", name);
            settings = Collections.unmodifiableMap(settings);
        }
    }

    /** The run of a condition and seed. */
    public record Cell(String condition, long seed, String runId) {
        public Cell {
            Id.checked("run id", runId);
        }
    }
}
