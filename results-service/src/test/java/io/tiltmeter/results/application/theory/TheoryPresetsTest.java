package io.tiltmeter.results.application.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.results.theory.TheoryExpectation;
import io.tiltmeter.results.theory.TheoryExpectation.Relation;
import io.tiltmeter.results.theory.TheoryMeasure;
import io.tiltmeter.results.theory.TheoryResult;
import io.tiltmeter.results.theory.TheoryRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TheoryPresetsTest {
    private final TheoryRequestReader reader = new TheoryRequestReader(new RequestReader());

    @Test
    void everyPropositionIsShownByItsRuns() {
        List<TheoryPresets.Outcome> outcomes = new TheoryPresets(reader).outcomes();
        assertEquals(
                List.of("proposition-1", "proposition-2", "proposition-3"),
                outcomes.stream().map(TheoryPresets.Outcome::preset).toList());
        for (TheoryPresets.Outcome outcome : outcomes) {
            assertTrue(outcome.shown(), outcome.toString());
            assertTrue(outcome.expectations().size() >= 5, outcome.preset());
        }
    }

    @Test
    void whatARunDoesNotShowIsReported() throws Exception {
        TheoryRequest request = reader.read(Json.document("{\"steps\": 5, \"non_context_critical\": 0}"));
        Map<String, TheoryResult> results = Map.of("short", TheoryRun.of(request));
        TheoryExpectation.Outcome drop = expectation(TheoryMeasure.DROP).check(results);
        assertFalse(drop.shown());
        assertEquals(Optional.of(0.0), drop.measured());
        TheoryExpectation.Outcome absent =
                expectation(TheoryMeasure.ASSUMPTION_MARGIN).check(results);
        assertFalse(absent.shown());
        assertEquals(Optional.empty(), absent.measured());
    }

    private static TheoryExpectation expectation(TheoryMeasure measure) {
        return new TheoryExpectation("", "short", measure, Relation.ABOVE, Optional.of(0.1), Optional.empty());
    }
}
