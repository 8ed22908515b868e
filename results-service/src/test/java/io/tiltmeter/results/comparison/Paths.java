package io.tiltmeter.results.comparison;

import io.tiltmeter.results.comparison.RunPath.Point;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.ItemShares.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs written down as a standard mean and a row of letters a checkpoint: C follows the context, anything else does not. */
final class Paths {
    static final ClusterBootstrap BOOTSTRAP = new ClusterBootstrap(1, 400);

    private Paths() {}

    /** Checkpoints at steps 0, 10 and so on; each item is a cluster of its own. */
    static RunPath run(String id, double[] standardMeans, String... answers) {
        return run(id, 1, standardMeans, answers);
    }

    /** The same with neighbouring items in clusters of a size. */
    static RunPath run(String id, int clusterSize, double[] standardMeans, String... answers) {
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        List<Point> points = new ArrayList<>();
        for (int checkpoint = 0; checkpoint < answers.length; checkpoint++) {
            ItemShares shares = shares(answers[checkpoint], clusterSize);
            byStep.put(10 * checkpoint, shares);
            points.add(new Point(
                    10 * checkpoint,
                    standardMeans[checkpoint],
                    shares.estimates(BOOTSTRAP)[Measure.CONTEXT.ordinal()]));
        }
        return new RunPath(id, points, Optional.of(ItemHistory.of(byStep)));
    }

    private static ItemShares shares(String answers, int clusterSize) {
        double[] context =
                answers.chars().mapToDouble(letter -> letter == 'C' ? 1 : 0).toArray();
        List<String> ids = IntStream.range(0, context.length)
                .mapToObj(item -> String.format("i%03d", item))
                .toList();
        List<String> clusters = IntStream.range(0, context.length)
                .mapToObj(item -> String.format("q%03d", item / clusterSize))
                .toList();
        return new ItemShares(
                new ItemList(ids, clusters), context, new double[context.length], new double[context.length]);
    }
}
