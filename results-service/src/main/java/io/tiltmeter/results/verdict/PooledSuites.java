package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several suites of a run taken as one: every item counts the same, whatever suite it is of. */
public final class PooledSuites {
    private static final char BETWEEN = '\u001f';

    private PooledSuites() {}

    /**
     * All items of all suites at the checkpoints that every suite has. Items and clusters of two suites stay apart even
     * where their ids are the same.
     *
     * @param bySuite at least one
     */
    public static ItemHistory of(SortedMap<String, ItemHistory> bySuite) {
        SortedSet<Integer> steps = commonSteps(bySuite.values().stream()
                .map(history -> IntStream.range(0, history.checkpoints())
                        .mapToObj(history::step)
                        .collect(Collectors.toSet()))
                .toList());
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        steps.forEach(step -> byStep.put(step, at(step, bySuite)));
        return ItemHistory.of(byStep);
    }

    /**
     * The same of suites without items: accuracies weighed by their items, at the checkpoints that every suite has.
     *
     * @param suites at least one
     */
    public static List<UnpairedPoint> unpaired(List<List<UnpairedPoint>> suites) {
        SortedSet<Integer> steps = commonSteps(suites.stream()
                .map(points -> points.stream().map(UnpairedPoint::step).collect(Collectors.toSet()))
                .toList());
        return steps.stream()
                .map(step -> pooled(suites.stream()
                        .map(points -> points.stream()
                                .filter(point -> point.step() == step)
                                .findFirst()
                                .orElseThrow())
                        .toList()))
                .toList();
    }

    private static UnpairedPoint pooled(List<UnpairedPoint> points) {
        int items = points.stream().mapToInt(UnpairedPoint::items).sum();
        if (points.stream().anyMatch(point -> point.items() == 0)) {
            double plain = points.stream()
                    .mapToDouble(UnpairedPoint::counterfactual)
                    .average()
                    .orElseThrow();
            return new UnpairedPoint(points.get(0).step(), plain, OptionalDouble.empty(), 0);
        }
        double counterfactual = points.stream()
                .mapToDouble(point -> point.counterfactual() * point.items() / items)
                .sum();
        boolean isParametric =
                points.stream().allMatch(point -> point.parametric().isPresent());
        double parametric = points.stream()
                .mapToDouble(point -> point.parametric().orElse(0) * point.items() / items)
                .sum();
        return new UnpairedPoint(
                points.get(0).step(),
                Math.min(1, counterfactual),
                isParametric ? OptionalDouble.of(Math.min(1, parametric)) : OptionalDouble.empty(),
                items);
    }

    private static SortedSet<Integer> commonSteps(List<Set<Integer>> suites) {
        SortedSet<Integer> steps = new TreeSet<>(suites.get(0));
        suites.forEach(steps::retainAll);
        return steps;
    }

    private static ItemShares at(int step, SortedMap<String, ItemHistory> bySuite) {
        List<String> ids = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        List<Double> context = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (Map.Entry<String, ItemHistory> suite : bySuite.entrySet()) {
            ItemHistory history = suite.getValue();
            int checkpoint = history.checkpointOf(step);
            for (int item = 0; item < history.items().size(); item++) {
                if (!Double.isNaN(history.context(item, checkpoint))) {
                    ids.add(suite.getKey() + BETWEEN + history.items().id(item));
                    clusters.add(suite.getKey() + BETWEEN + history.items().cluster(item));
                    context.add(history.context(item, checkpoint));
                    memory.add(history.memory(item, checkpoint));
                }
            }
        }
        double[] ofContext = context.stream().mapToDouble(Double::doubleValue).toArray();
        double[] ofMemory = memory.stream().mapToDouble(Double::doubleValue).toArray();
        return new ItemShares(new ItemList(ids, clusters), ofContext, ofMemory, ofMemory);
    }
}
