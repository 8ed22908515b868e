package io.tiltmeter.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointPlanTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"13.88888888888889, 250", "1, 40", "2.5, 99", "50, 120", "500, 3", "0, 0"})
    void aStepIsIncludedIfAndOnlyIfItIsListed(double every, int last) {
        CheckpointPlan plan = new CheckpointPlan(List.of(0, 3, last), every, last);
        assertEquals(
                plan.all(),
                IntStream.rangeClosed(0, last + 60)
                        .filter(plan::includes)
                        .boxed()
                        .toList());
    }

    @Test
    void aRunThatEndsEarlyKeepsItsEarlierCheckpointsAndItsLast() {
        assertEquals(
                List.of(0, 3, 50, 73),
                new CheckpointPlan(List.of(0, 3, 250), 50, 250).endingAt(73).all());
        assertEquals(
                List.of(0),
                new CheckpointPlan(List.of(0, 250), 50, 250).endingAt(0).all());
    }

    @Test
    void aListOfAnEarlierVersionIsRead() throws Exception {
        assertEquals(new CheckpointPlan(List.of(0, 5, 9)), json.readValue("[0, 5, 9]", CheckpointPlan.class));
        CheckpointPlan plan = new CheckpointPlan(List.of(0, 3, 250), 13.5, 250);
        assertEquals(plan, json.readValue(json.writeValueAsString(plan), CheckpointPlan.class));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 10", "NaN, 10", "-1, 10", "1, 2000000000"})
    void aPlanThatWouldFillMemoryIsRefused(double every, int last) {
        assertThrows(IllegalArgumentException.class, () -> new CheckpointPlan(List.of(0), every, last));
    }
}
