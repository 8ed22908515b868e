package io.tiltmeter.dataset.suite.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Rows that are not independent: intervals that treat them so are too narrow. Clusters of one size are the design of a suite,
 * as rows by themselves are; of several sizes some count more than others.
 */
final class ClusterStructure implements LintCheck {
    private final Map<String, List<Integer>> rowsOfCluster = new LinkedHashMap<>();
    private int rows;

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        rows++;
        rowsOfCluster
                .computeIfAbsent(item.item().clusterId(), cluster -> new ArrayList<>())
                .add(item.row());
    }

    @Override
    public void finish(Consumer<Finding> found) {
        Map<Integer, Integer> clustersOfSize = new TreeMap<>();
        rowsOfCluster.values().forEach(cluster -> clustersOfSize.merge(cluster.size(), 1, Integer::sum));
        boolean isDesign = clustersOfSize.size() == 1 && rowsOfCluster.size() > 1;
        if (isDesign || rowsOfCluster.size() == rows) {
            return;
        }
        String sizes = clustersOfSize.entrySet().stream()
                .map(size -> size.getValue() + " of size " + size.getKey())
                .collect(Collectors.joining(", "));
        found.accept(new Finding(
                "clusters",
                Severity.WARNING,
                rowsOfCluster.values().stream()
                        .filter(cluster -> cluster.size() > 1)
                        .flatMap(List::stream)
                        .sorted()
                        .toList(),
                rows + " rows are " + rowsOfCluster.size() + " clusters: " + sizes,
                "nothing to correct: intervals are bootstrapped by cluster"));
    }
}
