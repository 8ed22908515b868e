package io.tiltmeter.results.verdict;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.statistics.Percentile;
import io.tiltmeter.results.verdict.Answers.Accuracy;
import io.tiltmeter.results.verdict.Answers.Pair;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The numbers of a verdict on 100 random runs, as NumPy and SciPy find them: {@code benchmarks/golden_statistics.py}. */
class VerdictGoldenTest {
    private static final double EXACT = 1e-9;

    private static void all(String what, Consumer<JsonNode> check) throws IOException {
        try (InputStream file = Percentile.class.getResourceAsStream("golden.json")) {
            JsonNode cases = new ObjectMapper().readTree(file).get("cases");
            assertEquals(100, cases.size());
            assertAll(Stream.iterate(0, index -> index + 1).limit(cases.size()).map(index ->
                    (Executable) () -> check.accept(cases.get(index).get(what))));
        }
    }

    private static ItemHistory history(JsonNode golden) {
        List<String> ids = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        for (int cluster = 0; cluster < golden.get("cluster_sizes").size(); cluster++) {
            for (int item = 0; item < golden.get("cluster_sizes").get(cluster).asInt(); item++) {
                ids.add(String.format("item-%04d", ids.size()));
                clusters.add(String.format("fact-%04d", cluster));
            }
        }
        ItemList items = new ItemList(ids, clusters);
        SortedMap<Integer, ItemShares> byStep = new TreeMap<>();
        for (int checkpoint = 0; checkpoint < golden.get("labels").size(); checkpoint++) {
            double[] labels = golden.get("labels")
                    .get(checkpoint)
                    .asText()
                    .chars()
                    .mapToDouble(label -> label - '0')
                    .toArray();
            byStep.put(checkpoint, new ItemShares(items, labels, labels, labels));
        }
        return ItemHistory.of(byStep);
    }

    @Test
    void windowsDropsNoiseAndTestsOfRandomRuns() throws IOException {
        VerdictRule rule = new VerdictRule(new ClusterBootstrap(1, 100));
        all("curve", golden -> {
            Evidence found = rule.judge(history(golden), Collections.emptySortedMap(), List.of())
                    .evidence()
                    .orElseThrow();
            TestedChange drop = found.drop();
            int width = golden.get("width").asInt();
            int peak = golden.get("peak").asInt();
            assertEquals(
                    IntStream.range(peak, peak + width).boxed().toList(),
                    found.peak().steps());
            same(golden, "drop", drop.change().decrease().value());
            same(golden, "item_error", drop.change().standardError());
            same(golden, "mcnemar_p", drop.change().flips().orElseThrow().mcNemarP());
            same(golden, "cluster_sign_p", drop.change().flips().orElseThrow().clusterSignP());
            same(golden, "deviation", found.noise().deviation());
            same(golden, "standard_error", drop.standardError());
            same(golden, "checkpoint_p", drop.checkpointP());
            same(golden, "upper_bound", drop.upperBound());
        });
    }

    @Test
    void unpairedDifferencesOfShares() throws IOException {
        all("newcombe", golden -> {
            List<UnpairedPoint> points = IntStream.range(0, 2)
                    .mapToObj(point -> {
                        int items = golden.get("items").get(point).asInt();
                        double share = golden.get("hits").get(point).asDouble() / items;
                        return new UnpairedPoint(point, share, OptionalDouble.empty(), items);
                    })
                    .toList();
            Change change = new UnpairedAnswers(points, false)
                    .changes(Accuracy.COUNTERFACTUAL, List.of(new Pair(new Window(0, 1), new Window(1, 1))))
                    .get(0);
            same(golden, "low", change.decrease().low());
            same(golden, "high", change.decrease().high());
        });
    }

    private static void same(JsonNode golden, String what, double actual) {
        double expected = golden.get(what).asDouble();
        assertEquals(expected, actual, EXACT * Math.max(1e-3, Math.abs(expected)), what);
    }
}
