package io.tiltmeter.results.rest.comparison;

import io.tiltmeter.results.comparison.Crossing;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which runs are compared, and how, as a {@code @BeanParam}. */
public class ComparisonParameters {
    private static final int MAX_RUNS = 12;
    private static final double DEFAULT_TOLERANCE = 0.02;

    @QueryParam("runs")
    Optional<String> runs;

    @QueryParam("at")
    Optional<String> at;

    @QueryParam("tolerance")
    Optional<String> tolerance;

    @QueryParam("crossing")
    Optional<String> crossing;

    /**
     * The same, checked.
     *
     * @param runs ids, 1 to 12, each once
     * @param at the standard mean to compare at, in [0, 1]; the highest that all reach if absent
     * @param tolerance how much standard mean a run's best checkpoint may give up, in [0, 1]
     * @param crossing which of several crossings of the standard mean counts
     */
    record Query(List<String> runs, Optional<Double> at, double tolerance, Crossing.Choice crossing) {}

    Query query(QueryFaults faults) {
        return new Query(
                runIds(runs, faults),
                faults.share("at", at),
                faults.share("tolerance", tolerance).orElse(DEFAULT_TOLERANCE),
                faults.choice("crossing", crossing, Crossing.Choice.LAST));
    }

    /** At least one, each once; a fault otherwise. */
    static List<String> runIds(Optional<String> runs, QueryFaults faults) {
        String text = runs.orElse("");
        List<String> ids = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(run -> !run.isEmpty())
                .toList();
        if (ids.isEmpty()) {
            faults.add("runs", text, "names no run", "send the ids of runs, such as runs=one,other");
        }
        if (ids.size() > MAX_RUNS) {
            faults.add("runs", text, "names " + ids.size() + " runs, more than " + MAX_RUNS, "compare fewer at a time");
        }
        if (ids.stream().distinct().count() < ids.size()) {
            faults.add("runs", text, "names a run twice", "name each run once");
        }
        return ids;
    }
}
