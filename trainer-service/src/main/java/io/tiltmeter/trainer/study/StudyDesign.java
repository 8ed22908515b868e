package io.tiltmeter.trainer.study;

import io.tiltmeter.contracts.event.ComparedSetting;
import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.request.SeedTexts;
import io.tiltmeter.contracts.request.StudyRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the runs of a study are to be. Settings are those of run requests, by their names and with their values in JSON.
 *
 * @param settings those of all runs
 * @param conditions in their order, each of another name; their settings win over those of all runs
 * @param seeds in their order, each once
 * @param datasets mixtures and suites that are requested for them
 * @param compare the setting that the study is about
 * @param criteria what it must show
 */
public record StudyDesign(
        Map<String, Object> settings,
        List<Condition> conditions,
        List<Long> seeds,
        StudyDatasets datasets,
        Optional<ComparedSetting> compare,
        List<StudyCriterion> criteria) {
    /** The settings that a study makes for each run itself. */
    static final List<String> OWN_FIELDS = List.of("run_name", "seed", StudyRequest.NAME);

    private static final int MAX_NAME = 63;

    public StudyDesign {
        settings = Collections.unmodifiableMap(settings);
        conditions = List.copyOf(conditions);
        seeds = List.copyOf(seeds);
        datasets = datasets == null ? StudyDatasets.NONE : datasets;
        compare = compare == null ? Optional.empty() : compare;
        criteria = criteria == null ? List.of() : List.copyOf(criteria);
    }

    public StudyDesign withSeeds(List<Long> others) {
        return new StudyDesign(settings, conditions, others, datasets, compare, criteria);
    }

    /** The same with these conditions behind its own. */
    public StudyDesign withFurther(List<Condition> further) {
        return new StudyDesign(
                settings,
                Stream.concat(conditions.stream(), further.stream()).toList(),
                seeds,
                datasets,
                compare,
                criteria);
    }

    /** The settings of a condition, before its seed is put in. */
    public Map<String, Object> settings(Condition condition) {
        Map<String, Object> merged = new LinkedHashMap<>(settings);
        merged.putAll(condition.settings());
        return merged;
    }

    /** The request of the run of a condition and seed, without the name of the run. */
    public Map<String, Object> request(Condition condition, long seed) {
        Map<String, Object> request = new LinkedHashMap<>();
        settings(condition).forEach((field, value) -> request.put(field, SeedTexts.withSeed(value, seed)));
        request.put("seed", seed);
        return request;
    }

    /** Whether anything but the seed itself differs between the seeds of a condition. */
    public boolean namesItsSeed(Condition condition) {
        return !settings(condition).equals(SeedTexts.withSeed(settings(condition), -1));
    }

    /**
     * The name of the run of a condition and seed: of the study, the condition and the seed, which a study's id may end in
     * already; or of the condition's number where that would be too long.
     *
     * @param studyId of at most 32 characters
     */
    public String runName(String studyId, Condition condition, long seed) {
        String ending = studyId.endsWith("-" + seed) ? "" : "-" + seed;
        String name = studyId + "-" + condition.name() + ending;
        return name.length() <= MAX_NAME ? name : studyId + "-c" + (conditions.indexOf(condition) + 1) + ending;
    }
}
