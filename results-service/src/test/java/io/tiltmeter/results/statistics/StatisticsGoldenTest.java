package io.tiltmeter.results.statistics;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** 100 random cases whose answers NumPy and SciPy gave: {@code benchmarks/golden_statistics.py}. */
class StatisticsGoldenTest {
    private static final double EXACT = 1e-9;

    /** Of a bound by 2,000 resamples, in standard errors of the mean: 0.06 is one standard deviation there. */
    private static final double MONTE_CARLO = 0.3;

    private interface Check {
        void of(JsonNode golden);
    }

    private static void all(String what, Check check) {
        JsonNode cases = read().get("cases");
        assertEquals(100, cases.size());
        assertAll(Stream.iterate(0, index -> index + 1).limit(cases.size()).map(index ->
                (Executable) () -> check.of(cases.get(index).get(what))));
    }

    private static JsonNode read() {
        try (InputStream file = StatisticsGoldenTest.class.getResourceAsStream("golden.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException("golden.json cannot be read", e);
        }
    }

    private static double[] doubles(JsonNode list) {
        return IntStream.range(0, list.size())
                .mapToDouble(index -> list.get(index).asDouble())
                .toArray();
    }

    private static int[] ints(JsonNode list) {
        return IntStream.range(0, list.size())
                .map(index -> list.get(index).asInt())
                .toArray();
    }

    private static double number(JsonNode value) {
        return value.isTextual()
                ? Double.parseDouble(value.asText().replace("inf", "Infinity").replace("nan", "NaN"))
                : value.asDouble();
    }

    private static void same(double expected, double actual, String what) {
        assertEquals(expected, actual, EXACT * Math.max(1, Math.abs(expected)), what);
    }

    @Test
    void meansOverClustersTheirErrorsAndTheirBootstrapIntervals() {
        all("clusters", golden -> {
            double[] sums = doubles(golden.get("sums"));
            int[] items = ints(golden.get("items"));
            ClusteredMean mean = ClusteredMean.of(sums, items);
            Estimate estimate = ClusterBootstrap.STANDARD.share(sums, items);
            same(golden.get("mean").asDouble(), mean.value(), "mean");
            same(golden.get("mean").asDouble(), estimate.value(), "estimate");
            same(golden.get("standard_error").asDouble(), mean.standardError(), "standard error");
            double tolerance = MONTE_CARLO * mean.standardError();
            assertEquals(golden.get("low").asDouble(), estimate.low(), tolerance, "low");
            assertEquals(golden.get("high").asDouble(), estimate.high(), tolerance, "high");
        });
    }

    @Test
    void exactTestsOfAFairCoin() {
        all("coin", golden -> {
            double p =
                    FairCoin.p(golden.get("heads").asInt(), golden.get("tails").asInt());
            assertEquals(1, p / golden.get("p").asDouble(), EXACT, golden.toString());
        });
    }

    @Test
    void exactTestsAndOddsRatiosOfTables() {
        all("table", golden -> {
            int[] cells = ints(golden.get("cells"));
            TwoByTwo table = new TwoByTwo(cells[0], cells[1], cells[2], cells[3]);
            TwoByTwo.OddsRatio ratio = table.oddsRatio();
            assertEquals(golden.get("p").asDouble(), table.fisherP(), EXACT, golden.toString());
            assertAll(
                    golden.toString(),
                    () -> assertEquals(1, ratio(ratio.value(), number(golden.get("odds_ratio"))), 1e-6),
                    () -> assertEquals(1, ratio(ratio.low(), number(golden.get("low"))), 1e-6),
                    () -> assertEquals(1, ratio(ratio.high(), number(golden.get("high"))), 1e-6));
        });
    }

    private static double ratio(double actual, double expected) {
        return Double.compare(actual, expected) == 0 ? 1 : actual / expected;
    }

    @Test
    void correctionsForSeveralTests() {
        all("holm", golden -> {
            double[] expected = doubles(golden.get("corrected"));
            double[] corrected = Holm.corrected(doubles(golden.get("p")));
            for (int test = 0; test < expected.length; test++) {
                same(expected[test], corrected[test], "corrected " + test);
            }
        });
    }

    @Test
    void intervalsOfSharesWithoutItems() {
        all("wilson", golden -> {
            int items = golden.get("items").asInt();
            Wilson.Interval interval = Wilson.interval(golden.get("hits").asDouble() / items, items);
            same(golden.get("low").asDouble(), interval.low(), "low");
            same(golden.get("high").asDouble(), interval.high(), "high");
        });
    }

    @Test
    void percentilesDetectableDifferencesAndStraightLines() {
        all(
                "percentile",
                golden -> same(
                        golden.get("value").asDouble(),
                        Percentile.of(
                                doubles(golden.get("sorted")),
                                golden.get("probability").asDouble()),
                        "percentile"));
        all(
                "detectable",
                golden -> same(
                        golden.get("difference").asDouble(),
                        SmallestDetectable.difference(
                                golden.get("standard_error").asDouble(),
                                golden.get("level").asDouble(),
                                golden.get("power").asDouble()),
                        "difference"));
    }
}
