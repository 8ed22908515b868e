package io.tiltmeter.results.application.theory;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.results.theory.TheoryExpectation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that together show a statement, and what each should show.
 *
 * @param preset its name
 * @param statement in our words
 * @param source what the statement rests on
 * @param runs requests, by the names that expectations use
 */
public record TheoryPreset(
        String preset,
        String title,
        String statement,
        String source,
        Map<String, JsonNode> runs,
        List<TheoryExpectation> expectations) {
    public TheoryPreset {
        runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
        expectations = List.copyOf(expectations);
        for (TheoryExpectation expectation : expectations) {
            if (!runs.containsKey(expectation.run())
                    || !expectation.thanRun().map(runs::containsKey).orElse(true)) {
                throw new IllegalArgumentException(
                        "preset " + preset + ": \"" + expectation.sentence() + "\" names none of " + runs.keySet());
            }
        }
    }
}
