package io.tiltmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.benchmarks.VerdictBenchmarkOptions.Part;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictBenchmarkOptionsTest {
    @Test
    void everythingIsMeasuredUnlessPartsAreNamed() {
        assertEquals(
                Set.of(Part.values()), VerdictBenchmarkOptions.of(List.of()).parts());
        VerdictBenchmarkOptions some =
                VerdictBenchmarkOptions.of(List.of("--part", "alarms", "speed", "--curves", "20"));
        assertEquals(Set.of(Part.ALARMS, Part.SPEED), some.parts());
        assertEquals(20, some.curves());
    }

    @Test
    void whatIsUnknownIsRefusedWithWhatThereIs() {
        for (List<String> wrong : List.of(List.of("--part", "vibes"), List.of("--curves", "0"), List.of("9"))) {
            Exception refused = assertThrows(IllegalArgumentException.class, () -> VerdictBenchmarkOptions.of(wrong));
            assertTrue(refused.getMessage().contains("give")
                    || refused.getMessage().contains("there is"));
        }
    }
}
