package io.tiltmeter.results.application.study;

import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.application.study.StudyMatrix.ConditionFinding;
import io.tiltmeter.results.application.study.StudyMatrix.MatchedFinding;
import io.tiltmeter.results.application.study.StudyMatrix.SeedFinding;
import io.tiltmeter.results.application.study.StudyMatrix.TestedDifference;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.replicate.ConditionDifference;
import io.tiltmeter.results.replicate.ConditionDrops;
import io.tiltmeter.results.replicate.SeedValues;
import io.tiltmeter.results.statistics.Holm;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the conditions of a study with its first, seed by seed. Within the caller's transaction. */
@Singleton
public class StudyComparison {
    /** Answers of so many runs are in memory at once. */
    static final int MAX_SEEDS = 50;

    private final RunQueries queries;

    public StudyComparison(RunQueries queries) {
        this.queries = queries;
    }

    /** A condition that was read. */
    private record Read(
            Optional<ConditionDrops> drops,
            Optional<ConditionDifference> drop,
            Optional<ConditionDifference> end,
            Optional<ConditionDifference> matched,
            List<SeedFinding> seeds) {}

    /**
     * Compares conditions.
     *
     * @param cells of each condition, the reference first
     * @param notes what to know before the figures are believed is added
     * @return in the same order
     */
    List<ConditionFinding> compare(Map<String, List<CellFinding>> cells, List<String> notes) {
        Map<String, Map<Long, ScoredRun>> runs = new LinkedHashMap<>();
        cells.forEach((condition, own) -> runs.put(condition, bySeed(condition, own, notes)));
        String reference = runs.keySet().iterator().next();
        Map<String, List<SeedPair>> pairs = new HashMap<>();
        runs.forEach((condition, own) -> pairs.put(condition, pairs(runs.get(reference), own)));
        Map<String, ItemHistory> answers = queries.histories(runs.get(reference).values());
        Optional<ConditionDrops> first = drops(runs.get(reference), answers);
        pairs.remove(reference);
        Map<String, ItemHistory> kept = atMatches(answers, pairs.values());
        Map<String, Read> read = new LinkedHashMap<>();
        runs.forEach((condition, own) -> read.put(
                condition,
                condition.equals(reference)
                        ? new Read(first, Optional.empty(), Optional.empty(), Optional.empty(), List.of())
                        : read(first, own, pairs.get(condition), kept)));
        Map<String, TestedDifference> drop = tested(read, Read::drop);
        Map<String, TestedDifference> end = tested(read, Read::end);
        Map<String, TestedDifference> matched = tested(read, Read::matched);
        return read.entrySet().stream()
                .map(each -> new ConditionFinding(
                        each.getKey(),
                        each.getValue().drops(),
                        Optional.ofNullable(drop.get(each.getKey())),
                        Optional.ofNullable(end.get(each.getKey())),
                        each.getKey().equals(reference)
                                ? Optional.empty()
                                : Optional.of(new MatchedFinding(
                                        Optional.ofNullable(matched.get(each.getKey())),
                                        everySeed(
                                                each.getValue().seeds(),
                                                reference,
                                                cells.get(reference),
                                                cells.get(each.getKey()))))))
                .toList();
    }

    private static Map<Long, ScoredRun> bySeed(String condition, List<CellFinding> cells, List<String> notes) {
        Map<Long, ScoredRun> bySeed = new LinkedHashMap<>();
        cells.forEach(
                cell -> cell.scored().ifPresent(run -> bySeed.put(cell.cell().seed(), run)));
        if (bySeed.size() > MAX_SEEDS) {
            notes.add("of condition " + condition + " only the first " + MAX_SEEDS + " of " + bySeed.size()
                    + " scored seeds are compared");
            bySeed.keySet().retainAll(Set.copyOf(List.copyOf(bySeed.keySet()).subList(0, MAX_SEEDS)));
        }
        bySeed.values().stream()
                .filter(ScoredRun::isProvisional)
                .map(run -> "run " + run.run().state().runId() + " is not scored to its end, so the figures may change")
                .filter(note -> !notes.contains(note))
                .forEach(notes::add);
        return bySeed;
    }

    /** Those found, and why others are not: a seed that is scored on one side only, or on none. */
    private static List<SeedFinding> everySeed(
            List<SeedFinding> found, String reference, List<CellFinding> ofReference, List<CellFinding> ofCondition) {
        Map<Long, SeedFinding> bySeed =
                found.stream().collect(Collectors.toMap(SeedFinding::seed, Function.identity(), (one, same) -> one));
        Set<Long> there = ofReference.stream()
                .filter(cell -> cell.scored().isPresent())
                .map(cell -> cell.cell().seed())
                .collect(Collectors.toSet());
        return ofCondition.stream()
                .map(cell -> Optional.ofNullable(bySeed.get(cell.cell().seed()))
                        .orElseGet(() -> new SeedFinding(
                                cell.cell().seed(),
                                List.of(),
                                Optional.empty(),
                                cell.scored().isPresent()
                                                && there.contains(cell.cell().seed())
                                        ? "only the first " + MAX_SEEDS + " scored seeds are compared"
                                        : "nothing of this suite is scored under "
                                                + (cell.scored().isEmpty()
                                                        ? cell.cell().condition()
                                                        : reference),
                                List.of())))
                .toList();
    }

    static List<SeedPair> pairs(Map<Long, ScoredRun> reference, Map<Long, ScoredRun> condition) {
        return condition.keySet().stream()
                .filter(reference::containsKey)
                .map(seed -> new SeedPair(seed, reference.get(seed), condition.get(seed)))
                .toList();
    }

    /** Of the reference's answers those alone that a pair interpolates: other runs' are read while these are kept. */
    private static Map<String, ItemHistory> atMatches(
            Map<String, ItemHistory> answers, Iterable<List<SeedPair>> conditions) {
        Map<String, Set<Integer>> steps = new HashMap<>();
        conditions.forEach(
                pairs -> pairs.forEach(pair -> steps.computeIfAbsent(pair.referenceRun(), run -> new HashSet<>())
                        .addAll(pair.referenceSteps())));
        Map<String, ItemHistory> kept = new HashMap<>();
        answers.forEach((run, history) -> kept.put(run, history.at(steps.getOrDefault(run, Set.of()))));
        return kept;
    }

    private Read read(
            Optional<ConditionDrops> first,
            Map<Long, ScoredRun> runs,
            List<SeedPair> pairs,
            Map<String, ItemHistory> ofReference) {
        Map<String, ItemHistory> answers = queries.histories(runs.values());
        Optional<ConditionDrops> drops = drops(runs, answers);
        List<SeedFinding> seeds = new ArrayList<>();
        Map<Long, SeedValues> reference = new LinkedHashMap<>();
        Map<Long, SeedValues> condition = new LinkedHashMap<>();
        for (SeedPair pair : pairs) {
            SeedPair.Found found = pair.at(
                    Optional.ofNullable(ofReference.get(pair.referenceRun())),
                    Optional.ofNullable(answers.get(pair.conditionRun())));
            seeds.add(found.finding());
            found.ofReference()
                    .ifPresent(values -> reference.put(found.finding().seed(), values));
            found.ofCondition()
                    .ifPresent(values -> condition.put(found.finding().seed(), values));
        }
        return new Read(
                drops,
                difference(first.map(ConditionDrops::drops), drops.map(ConditionDrops::drops)),
                difference(first.map(ConditionDrops::ends), drops.map(ConditionDrops::ends)),
                difference(Optional.of(reference), Optional.of(condition)),
                seeds);
    }

    private static Optional<ConditionDifference> difference(
            Optional<Map<Long, SeedValues>> reference, Optional<Map<Long, SeedValues>> condition) {
        return reference.flatMap(
                one -> condition.flatMap(other -> ConditionDifference.of(one, other, ClusterBootstrap.STANDARD)));
    }

    private static Optional<ConditionDrops> drops(Map<Long, ScoredRun> bySeed, Map<String, ItemHistory> histories) {
        Map<Long, ConditionDrops.Answers> answers = new LinkedHashMap<>();
        bySeed.forEach((seed, run) -> Optional.ofNullable(
                        histories.get(run.run().state().runId()))
                .map(history -> history.at(run.curve().completePoints().stream()
                        .map(CurvePoint::step)
                        .collect(Collectors.toSet())))
                .filter(history -> history.checkpoints() > 0)
                .ifPresent(history -> answers.put(seed, new ConditionDrops.Answers(SeedPair.measured(run), history))));
        return answers.isEmpty() ? Optional.empty() : ConditionDrops.of(answers);
    }

    private static Map<String, TestedDifference> tested(
            Map<String, Read> conditions, Function<Read, Optional<ConditionDifference>> kind) {
        Map<String, ConditionDifference> found = new LinkedHashMap<>();
        conditions.forEach((name, read) -> kind.apply(read).ifPresent(difference -> found.put(name, difference)));
        return tested(found);
    }

    /** Differences of one kind, each with its p corrected for all of them. */
    static <K> Map<K, TestedDifference> tested(Map<K, ConditionDifference> found) {
        List<K> names = found.keySet().stream()
                .filter(name -> found.get(name).interval().isPresent())
                .toList();
        double[] corrected = Holm.corrected(names.stream()
                .mapToDouble(name -> found.get(name).interval().orElseThrow().p())
                .toArray());
        Map<K, TestedDifference> tested = new LinkedHashMap<>();
        found.forEach((name, difference) -> tested.put(
                name,
                new TestedDifference(
                        difference,
                        names.contains(name)
                                ? OptionalDouble.of(corrected[names.indexOf(name)])
                                : OptionalDouble.empty())));
        return tested;
    }
}
