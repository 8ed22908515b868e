package io.tiltmeter.results.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.comparison.RunPath.Point;
import io.tiltmeter.results.curve.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrontierTest {
    @Test
    void nothingOnTheFrontierIsBeatenInBoth() {
        RunPath one = path("one", .6, .7, .8, .4, .9, .3);
        RunPath other = path("other", .8, .5, .7, .5, .9, .2);
        assertEquals(
                List.of("one 20", "other 0", "one 0"),
                Frontier.of(List.of(one, other)).stream()
                        .map(placed -> placed.runId() + " " + placed.point().step())
                        .toList());
    }

    @Test
    void equalPointsAreAllOnIt() {
        assertEquals(
                2, Frontier.of(List.of(path("a", .5, .5), path("b", .5, .5))).size());
        assertTrue(Frontier.of(List.of()).isEmpty());
    }

    @Test
    void theFrontierIsThatOfTheDefinition() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 100; round++) {
            double[] numbers = random.doubles(40)
                    .map(number -> Math.round(10 * number) / 10.0)
                    .toArray();
            RunPath run = path("run", numbers);
            List<Point> byDefinition = run.points().stream()
                    .filter(point -> run.points().stream().noneMatch(other -> beats(other, point)))
                    .toList();
            List<Point> found = Frontier.of(List.of(run)).stream()
                    .map(Frontier.Placed::point)
                    .toList();
            assertEquals(byDefinition.size(), found.size());
            assertTrue(found.containsAll(byDefinition));
            for (double tolerance : new double[] {0, .1, 1}) {
                assertTrue(byDefinition.contains(Frontier.best(run, tolerance).orElseThrow()));
            }
        }
    }

    @Test
    void theBestCheckpointGivesUpNoMoreStandardMeanThanItMay() {
        RunPath run = path("run", .6, .9, .89, .6, .9, .3, .89, .6);
        assertEquals(10, Frontier.best(run, .02).orElseThrow().step());
        assertEquals(20, Frontier.best(run, 0).orElseThrow().step());
        assertEquals(0, Frontier.best(run, .5).orElseThrow().step());
        assertTrue(Frontier.best(path("none"), .02).isEmpty());
    }

    private static boolean beats(Point other, Point point) {
        double higher = other.counterfactual().value() - point.counterfactual().value();
        double further = other.standardMean() - point.standardMean();
        return higher >= 0 && further >= 0 && higher + further > 0;
    }

    /** Standard mean and counterfactual accuracy in turn. */
    private static RunPath path(String id, double... numbers) {
        List<Point> points = new ArrayList<>();
        for (int at = 0; at < numbers.length; at += 2) {
            points.add(new Point(5 * at, numbers[at], new Estimate(numbers[at + 1], numbers[at + 1], numbers[at + 1])));
        }
        return new RunPath(id, points, Optional.empty());
    }
}
