package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run's accuracies over its checkpoints, as seen by one knowledge-conflict suite.
 *
 * @param conflictTask the suite whose accuracies are counterfactual and parametric
 * @param points by ascending step
 */
public record Curve(String conflictTask, List<CurvePoint> points) {
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * Arranges scores as a curve.
     *
     * @param conflictTask the knowledge-conflict suite to show
     * @param scores of any suites and steps, in any order; other conflict suites are ignored
     * @param expectedTasks the suites that a complete point has; empty while unknown, and then no point is complete
     * @throws IllegalArgumentException if one suite has two different scores at one step
     */
    public static Curve of(String conflictTask, Collection<SuiteScore> scores, Set<String> expectedTasks) {
        SortedMap<Integer, SortedMap<String, SuiteScore>> byStep = new TreeMap<>();
        for (SuiteScore score : scores) {
            SuiteScore earlier = byStep.computeIfAbsent(score.step(), step -> new TreeMap<>())
                    .putIfAbsent(score.task(), score);
            if (earlier != null && !earlier.equals(score)) {
                throw new IllegalArgumentException(
                        "suite " + score.task() + " has two different scores at step " + score.step());
            }
        }
        List<CurvePoint> points = new ArrayList<>();
        for (Map.Entry<Integer, SortedMap<String, SuiteScore>> entry : byStep.entrySet()) {
            points.add(point(entry.getKey(), conflictTask, entry.getValue(), expectedTasks));
        }
        return new Curve(conflictTask, points);
    }

    /** The points at which every suite is scored: the only ones a verdict looks at. */
    public List<CurvePoint> completePoints() {
        return points.stream()
                .filter(point -> point.complete() && point.counterfactual().isPresent())
                .toList();
    }

    private static OptionalDouble meanOf(SortedMap<String, Double> standard, Set<String> expectedTasks) {
        return standard.entrySet().stream()
                .filter(suite -> expectedTasks.contains(suite.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .average();
    }

    private static CurvePoint point(
            int step, String conflictTask, SortedMap<String, SuiteScore> byTask, Set<String> expectedTasks) {
        Optional<SuiteScore> conflict = Optional.ofNullable(byTask.get(conflictTask))
                .filter(score -> score.kind() == SuiteKind.KNOWLEDGE_CONFLICT);
        SortedMap<String, Double> standard = new TreeMap<>();
        byTask.values().stream()
                .filter(score -> score.kind() == SuiteKind.STANDARD)
                .forEach(score -> standard.put(score.task(), score.correct().value()));
        boolean complete = !expectedTasks.isEmpty() && byTask.keySet().containsAll(expectedTasks);
        return new CurvePoint(
                step,
                conflict.map(SuiteScore::contextAnswer),
                conflict.flatMap(SuiteScore::parametric),
                conflict.map(SuiteScore::measures).orElse(ConflictMeasures.NONE),
                standard,
                complete ? meanOf(standard, expectedTasks) : OptionalDouble.empty(),
                complete);
    }
}
