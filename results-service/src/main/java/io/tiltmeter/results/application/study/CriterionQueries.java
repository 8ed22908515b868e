package io.tiltmeter.results.application.study;

import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyCriterion.Measure;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.results.application.run.ProbeQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.application.study.StudyMatrix.ConditionFinding;
import io.tiltmeter.results.application.study.StudyMatrix.CriterionFinding;
import io.tiltmeter.results.criterion.Course;
import io.tiltmeter.results.criterion.Judgement;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judges the criteria of a study, each on its own suite and arm, whatever series the reader looks at. */
@Singleton
public class CriterionQueries {
    private final StudyCells cells;
    private final StudyComparison comparison;
    private final ProbeQueries probes;

    public CriterionQueries(StudyCells cells, StudyComparison comparison, ProbeQueries probes) {
        this.cells = cells;
        this.comparison = comparison;
        this.probes = probes;
    }

    /** One finding for each criterion, in their order. Within the caller's transaction. */
    List<CriterionFinding> judge(StudyUpdated study) {
        Map<SeriesQuery, Map<String, List<CellFinding>>> read = new HashMap<>();
        List<CriterionFinding> findings = new ArrayList<>();
        for (StudyCriterion criterion : study.criteria()) {
            SeriesQuery query =
                    new SeriesQuery(criterion.suite(), Optional.empty(), criterion.arm(), Items.ALL, Optional.empty());
            findings.add(judge(study, criterion, read.computeIfAbsent(query, series -> cells.scored(study, series))));
        }
        return findings;
    }

    private CriterionFinding judge(StudyUpdated study, StudyCriterion criterion, Map<String, List<CellFinding>> found) {
        Map<Long, Double> values = criterion.measure() == Measure.COUNTERFACTUAL_AT_EQUAL_STANDARD_MEAN
                ? atEqualStandardMean(criterion, found)
                : differences(criterion, found);
        List<Long> missing =
                study.seeds().stream().filter(seed -> !values.containsKey(seed)).toList();
        Judgement judgement = Judgement.of(
                criterion,
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
        return new CriterionFinding(criterion, List.copyOf(values.keySet()), missing, judgement);
    }

    private Map<Long, Double> differences(StudyCriterion criterion, Map<String, List<CellFinding>> found) {
        Map<Long, Double> values = measured(criterion, found.get(criterion.condition()));
        criterion.minus().ifPresent(minus -> {
            Map<Long, Double> subtracted = measured(criterion, found.get(minus));
            values.keySet().retainAll(subtracted.keySet());
            values.replaceAll((seed, value) -> value - subtracted.get(seed));
        });
        return values;
    }

    private Map<Long, Double> measured(StudyCriterion criterion, List<CellFinding> cells) {
        Map<Long, ScoredRun> runs = new TreeMap<>();
        cells.forEach(cell -> cell.scored()
                .filter(run -> !run.isProvisional())
                .ifPresent(run -> runs.put(cell.cell().seed(), run)));
        Map<String, SortedMap<Integer, Double>> probed = criterion
                .probe()
                .map(probe -> probes.values(runs.values(), probe))
                .orElse(Map.of());
        Map<Long, Double> values = new TreeMap<>();
        runs.forEach((seed, run) -> Course.of(run.curve().completePoints())
                .map(course -> criterion.measure().isOfProbe()
                        ? course.measure(
                                criterion.measure(),
                                probed.getOrDefault(run.run().state().runId(), Collections.emptySortedMap()))
                        : course.measure(criterion.measure()))
                .ifPresent(value -> value.ifPresent(number -> values.put(seed, number))));
        return values;
    }

    private Map<Long, Double> atEqualStandardMean(StudyCriterion criterion, Map<String, List<CellFinding>> found) {
        Map<Long, Double> values = new TreeMap<>();
        ConditionFinding condition = comparison.compare(found, new ArrayList<>()).stream()
                .filter(each -> each.name().equals(criterion.condition()))
                .findFirst()
                .orElseThrow();
        condition
                .matched()
                .ifPresent(matched -> matched.seeds()
                        .forEach(seed -> seed.there()
                                .ifPresent(equal -> values.put(
                                        seed.seed(),
                                        equal.condition().counterfactual().value()
                                                - equal.reference()
                                                        .counterfactual()
                                                        .value()))));
        return values;
    }
}
