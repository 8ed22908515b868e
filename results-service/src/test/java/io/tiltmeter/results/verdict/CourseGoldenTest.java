package io.tiltmeter.results.verdict;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.results.verdict.FallStatistic.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the verdict finds in 100 random curves, as NumPy and SciPy find it: {@code benchmarks/golden_courses.py}. */
class CourseGoldenTest {
    private static final double EXACT = 1e-9;

    /** Probabilities are rounded. */
    private static final double DIGITS = 1e-6;

    /** A p of about 2,000 simulated curves of either side. */
    private static final double BY_CHANCE = 0.02;

    private static void all(Consumer<JsonNode> check) throws IOException {
        try (InputStream file = CourseGoldenTest.class.getResourceAsStream("courses.json")) {
            JsonNode cases = new ObjectMapper().readTree(file).get("cases");
            assertEquals(100, cases.size());
            assertAll(IntStream.range(0, cases.size())
                    .mapToObj(number -> (Executable) () -> check.accept(cases.get(number))));
        }
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static void same(double expected, double actual, String what) {
        assertEquals(expected, actual, EXACT * Math.max(1, Math.abs(expected)), what);
    }

    @Test
    void fitsOfPeaksAndValleys() throws IOException {
        all(golden -> {
            double[] curve = numbers(golden.get("curve"));
            FallStatistic peak = FallStatistic.of(curve, Shape.PEAK);
            same(golden.get("peak_gain").asDouble(), peak.gain(), "gain of a peak");
            same(golden.get("peak_persistence").asDouble(), peak.persistence(), "persistence about a peak");
            FallStatistic valley = FallStatistic.of(curve, Shape.VALLEY);
            same(golden.get("valley_gain").asDouble(), valley.gain(), "gain of a valley");
            same(golden.get("valley_persistence").asDouble(), valley.persistence(), "persistence about a valley");
        });
    }

    @Test
    void probabilitiesOfTheCourses() throws IOException {
        all(golden -> {
            CourseProbabilities found = CoursePosterior.of(
                    numbers(golden.get("curve")), golden.get("item_variance").asDouble());
            double[] expected = numbers(golden.get("probabilities"));
            assertEquals(expected[0], found.neverFell(), DIGITS, "never fell");
            assertEquals(expected[1], found.inversion(), DIGITS, "inversion");
            assertEquals(expected[2], found.recovered(), DIGITS, "recovered");
        });
    }

    @Test
    void theTestOfTheWholeCurve() throws IOException {
        int[] compared = new int[1];
        all(golden -> {
            if (golden.has("peak_p")) {
                compared[0]++;
                double expected = golden.get("peak_p").asDouble();
                assertEquals(
                        expected,
                        FallTest.p(numbers(golden.get("curve")), Shape.PEAK),
                        BY_CHANCE + expected / 10,
                        "p of the whole curve");
            }
        });
        assertTrue(compared[0] >= 50, compared[0] + " curves were compared");
    }
}
