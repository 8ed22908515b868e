package io.tiltmeter.results.theory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;

/**
 * What a run should show: a measure above or below a number, or that of another run.
 *
 * @param sentence the same in words
 * @param run the name of the run
 * @param value the number, without thanRun
 * @param thanRun the name of the other run, without value
 */
public record TheoryExpectation(
        String sentence,
        String run,
        TheoryMeasure measure,
        Relation relation,
        Optional<Double> value,
        Optional<String> thanRun) {
    public TheoryExpectation {
        if (value.isPresent() == thanRun.isPresent()) {
            throw new IllegalArgumentException(
                    "\"" + sentence + "\" has value " + value + " and run " + thanRun + ": it needs one of them");
        }
    }

    /** On which side the measure should be. */
    public enum Relation {
        @JsonProperty("above")
        ABOVE,
        @JsonProperty("below")
        BELOW
    }

    /**
     * What the runs showed.
     *
     * @param measured absent if the run has no such number
     * @param limit what it was compared with; likewise
     * @param shown whether it is as expected
     */
    public record Outcome(
            String sentence,
            String run,
            TheoryMeasure measure,
            Optional<Double> measured,
            Relation relation,
            Optional<Double> limit,
            boolean shown) {}

    /** @param results of all runs, by name */
    public Outcome check(Map<String, TheoryResult> results) {
        Optional<Double> measured = measure.of(results.get(run));
        Optional<Double> limit = value.or(() -> thanRun.flatMap(other -> measure.of(results.get(other))));
        boolean shown = measured.isPresent()
                && limit.isPresent()
                && (relation == Relation.ABOVE ? measured.get() > limit.get() : measured.get() < limit.get());
        return new Outcome(sentence, run, measure, measured, relation, limit, shown);
    }
}
