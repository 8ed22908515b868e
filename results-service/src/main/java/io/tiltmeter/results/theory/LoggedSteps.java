package io.tiltmeter.results.theory;

import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which steps of a run are measured and reported. */
final class LoggedSteps {
    /** Steps that are measured for the summary, however few are reported. */
    static final int OF_SUMMARY = 60;

    private LoggedSteps() {}

    /** The requested steps, or else step 0, the last one, and others between them whose distances grow in proportion. */
    static NavigableSet<Integer> reported(TheoryRequest request) {
        return request.loggedSteps()
                .<NavigableSet<Integer>>map(TreeSet::new)
                .orElseGet(() -> spread(request.steps(), request.points()));
    }

    /** Those that are reported, and those of the summary. */
    static NavigableSet<Integer> measured(TheoryRequest request) {
        NavigableSet<Integer> steps = spread(request.steps(), OF_SUMMARY);
        steps.addAll(reported(request));
        return steps;
    }

    private static NavigableSet<Integer> spread(int last, int points) {
        NavigableSet<Integer> steps = new TreeSet<>();
        for (int i = 0; i < points; i++) {
            steps.add((int) Math.round(Math.pow(last + 1.0, (double) i / (points - 1)) - 1));
        }
        return steps;
    }
}
