package io.tiltmeter.results.rest.comparison;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.results.application.QueryFaults;
import io.tiltmeter.results.comparison.Crossing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which runs are compared, and how.
 *
 * @param runs their ids, 1 to 12, each once, in the order of the query
 * @param at the standard mean to compare at, in [0, 1]; the highest that all reach if absent
 * @param tolerance how much standard mean a run's best checkpoint may give up, in [0, 1]
 * @param crossing which of several crossings of the standard mean counts
 */
public record ComparisonQuery(List<String> runs, Optional<Double> at, double tolerance, Crossing.Choice crossing) {
    static final String RUNS = "ids of 1 to 12 runs, with commas between";
    static final String AT = "the standard mean to compare at; by default the highest that all the runs reach";
    static final String TOLERANCE =
            "how much standard mean below its highest a run's best checkpoint may have; 0.02 by default";
    static final String CROSSING =
            "last (the default) or first: which crossing counts where a run is at the standard mean several times";

    private static final int MAX_RUNS = 12;
    private static final double USUAL_TOLERANCE = 0.02;

    /** Reads the query and notes what is wrong with it. */
    static ComparisonQuery of(
            Optional<String> runs,
            Optional<String> at,
            Optional<String> tolerance,
            Optional<String> crossing,
            QueryFaults faults) {
        return new ComparisonQuery(
                runs(runs.orElse(""), faults),
                faults.share("at", at),
                faults.share("tolerance", tolerance).orElse(USUAL_TOLERANCE),
                faults.choice("crossing", crossing, Crossing.Choice.LAST));
    }

    private static List<String> runs(String text, QueryFaults faults) {
        List<String> runs = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(run -> !run.isEmpty())
                .toList();
        if (runs.isEmpty()) {
            faults.add(new Fault("runs", text, "names no run", "send the ids of runs, such as runs=one,other"));
        }
        if (runs.size() > MAX_RUNS) {
            faults.add(new Fault(
                    "runs", text, "names " + runs.size() + " runs, more than " + MAX_RUNS, "compare fewer at a time"));
        }
        if (runs.stream().distinct().count() < runs.size()) {
            faults.add(new Fault("runs", text, "names a run twice", "name each run once"));
        }
        return runs;
    }
}
