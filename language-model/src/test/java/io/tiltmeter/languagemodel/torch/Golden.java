package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/** Cases of the conformance set as batches, and its tolerances. */
public final class Golden {

    private Golden() {}

    /** The case with its padding, every labelled token scored; padding is a segment of its own. */
    public static ScoredRows scored(ModelConfig config, JsonNode golden) {
        int[][] labels = ConformanceData.matrix(golden.path("labels"));
        return ScoredRows.of(
                config,
                ConformanceData.matrix(golden.path("input_ids")),
                ConformanceData.matrix(golden.path("attention_mask")),
                labels,
                (row, at) -> labels[row][at] >= 0);
    }

    /** The whole case, reading these positions of each row. */
    static ScoredRows at(ModelConfig config, JsonNode golden, int[][] places) {
        int[][] ids = ConformanceData.matrix(golden.path("input_ids"));
        int[][] segments = ConformanceData.matrix(golden.path("attention_mask"));
        int tokens = ids[0].length;
        List<Long> rows = new ArrayList<>();
        long[] flatIds = new long[ids.length * tokens];
        long[] flatSegments = new long[ids.length * tokens];
        for (int row = 0; row < ids.length; row++) {
            for (int at = 0; at < tokens; at++) {
                flatIds[row * tokens + at] = ids[row][at];
                flatSegments[row * tokens + at] = segments[row][at];
            }
            for (int place : places[row]) {
                rows.add((long) row * tokens + place);
            }
        }
        long[] wanted = rows.stream().mapToLong(Long::longValue).toArray();
        return new ScoredRows(ids.length, tokens, flatIds, flatSegments, wanted, new long[wanted.length]);
    }

    /** Logits and log-probabilities. */
    public static void assertLogits(String what, double[] expected, float[] found) {
        assertClose(what, expected, found, 3e-5, 2e-6);
    }

    static void assertClose(String what, double[] expected, float[] found, double absolute, double relative) {
        assertEquals(expected.length, found.length, what);
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - found[i]);
            int at = i;
            assertTrue(
                    difference <= absolute + relative * Math.abs(expected[i]),
                    () -> what + " differs at " + at + ": expected " + expected[at] + ", found " + found[at]);
        }
    }

    /** L2 norm of an array. */
    public static double norm(NDArray array) {
        double sum = 0;
        for (float number : array.toFloatArray()) {
            sum += (double) number * number;
        }
        return Math.sqrt(sum);
    }
}
