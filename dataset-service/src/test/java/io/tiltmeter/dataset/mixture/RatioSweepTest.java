package io.tiltmeter.dataset.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RatioSweepTest {
    private static final List<Double> PAPER_RATIOS = List.of(0.0, 0.01, 0.02, 0.05, 0.1);
    private static final MixtureRequest.Sources REQUEST = MadeMixture.request(1, "\"parts\":[{\"source\":\"a.v1\"}]");

    @Test
    void thePapersRatiosAreOneRequestEach() {
        List<MixtureRequest.Sources> requests = RatioSweep.requests("alpaca", REQUEST, PAPER_RATIOS);
        assertEquals(
                List.of("alpaca-cf0", "alpaca-cf1", "alpaca-cf2", "alpaca-cf5", "alpaca-cf10"),
                requests.stream()
                        .map(request -> request.mixtureId().orElseThrow())
                        .toList());
        assertEquals(
                PAPER_RATIOS,
                requests.stream()
                        .map(request ->
                                request.augmentation().orElseThrow().ratio().orElseThrow())
                        .toList());
        requests.forEach(request -> assertEquals(REQUEST, request.with(Optional.empty(), Optional.empty())));
    }

    @Test
    void idsOfOtherRatiosContainThePercentage() {
        assertEquals(
                List.of("m-cf0.5", "m-cf100", "m-cf12.5", "m-cf20"),
                RatioSweep.requests("m", REQUEST, List.of(0.005, 1.0, 0.125, 0.2)).stream()
                        .map(request -> request.mixtureId().orElseThrow())
                        .toList());
    }

    @Test
    void invalidSweepsAreRefused() {
        for (List<Double> ratios : List.of(List.of(1.5), List.of(-0.1), List.of(0.1, 0.10))) {
            assertThrows(IllegalArgumentException.class, () -> RatioSweep.requests("m", REQUEST, ratios));
        }
        assertThrows(IllegalArgumentException.class, () -> RatioSweep.requests("m".repeat(60), REQUEST, List.of(0.1)));
    }
}
