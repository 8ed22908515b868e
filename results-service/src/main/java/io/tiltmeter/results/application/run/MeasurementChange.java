package io.tiltmeter.results.application.run;

import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredScore.Provenance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A condition of the measurement that is not the same at all points of a curve, so that a step in the curve may not be a
 * change of the model.
 *
 * @param what {@code engine}, {@code batching}, {@code scorer_version}, {@code suite_version}, {@code arm_settings} or
 *     {@code item_count}
 * @param suites the suites whose points differ
 * @param variants at least two
 */
public record MeasurementChange(String what, List<String> suites, List<Variant> variants) {
    private static final String NOT_RECORDED = "not recorded";

    private static final Map<String, Function<StoredScore, String>> ASPECTS = aspects();

    /**
     * One value and its steps.
     *
     * @param steps ascending
     */
    public record Variant(String value, List<Integer> steps) {}

    /**
     * The changes along these series; none if each suite was measured alike throughout.
     *
     * @param scores of one series a suite
     * @param nameOf a suite's name
     */
    public static List<MeasurementChange> of(Collection<StoredScore> scores, Function<StoredScore, String> nameOf) {
        SortedMap<String, List<StoredScore>> bySuite = new TreeMap<>();
        scores.forEach(score -> bySuite.computeIfAbsent(nameOf.apply(score), name -> new ArrayList<>())
                .add(score));
        List<MeasurementChange> changes = new ArrayList<>();
        ASPECTS.forEach((what, aspect) -> {
            Map<List<Variant>, List<String>> suites = new LinkedHashMap<>();
            bySuite.forEach((suite, ofSuite) -> {
                List<Variant> variants = variants(ofSuite, aspect);
                if (variants.size() > 1) {
                    suites.computeIfAbsent(variants, same -> new ArrayList<>()).add(suite);
                }
            });
            suites.forEach((variants, names) -> changes.add(new MeasurementChange(what, names, variants)));
        });
        return changes;
    }

    private static List<Variant> variants(List<StoredScore> scores, Function<StoredScore, String> aspect) {
        SortedMap<String, SortedSet<Integer>> steps = new TreeMap<>();
        scores.forEach(score -> steps.computeIfAbsent(aspect.apply(score), value -> new TreeSet<>())
                .add(score.score().step()));
        return steps.entrySet().stream()
                .map(each -> new Variant(each.getKey(), List.copyOf(each.getValue())))
                .toList();
    }

    private static Map<String, Function<StoredScore, String>> aspects() {
        Map<String, Function<StoredScore, String>> aspects = new LinkedHashMap<>();
        aspects.put("engine", score -> score.provenance().engine());
        aspects.put("batching", score -> score.provenance().batching().orElse(NOT_RECORDED));
        aspects.put(
                "scorer_version", score -> Integer.toString(score.provenance().scorerVersion()));
        aspects.put("suite_version", score -> score.provenance().itemsSha256());
        aspects.put("arm_settings", MeasurementChange::armSettings);
        aspects.put("item_count", score -> Integer.toString(score.score().items()));
        return Collections.unmodifiableMap(aspects);
    }

    private static String armSettings(StoredScore score) {
        Provenance provenance = score.provenance();
        return provenance.armSettings().orElse(NOT_RECORDED);
    }
}
