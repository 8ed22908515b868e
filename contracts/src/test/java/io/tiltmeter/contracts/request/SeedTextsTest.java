package io.tiltmeter.contracts.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedTextsTest {
    @Test
    void theSeedStandsInTextsAtAnyDepthAndIsANumberInItsOwnField() {
        assertEquals(
                Map.of("seed", 41L, "id", "lab-41", "parts", List.of(Map.of("seed", "41", "share", 0.5))),
                SeedTexts.request(
                        Map.of(
                                "seed",
                                "{seed}",
                                "id",
                                "lab-{seed}",
                                "parts",
                                List.of(Map.of("seed", "{seed}", "share", 0.5))),
                        41));
        assertEquals(Map.of("seed", 7), SeedTexts.request(Map.of("seed", 7), 41));
    }
}
