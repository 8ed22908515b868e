package io.tiltmeter.results.theory;

import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which steps of a run are reported. */
final class LoggedSteps {
    private LoggedSteps() {}

    /** Step 0, the last one, and the requested ones; or else others between them whose distances grow in proportion. */
    static NavigableSet<Integer> of(TheoryRequest request) {
        NavigableSet<Integer> steps = new TreeSet<>(request.loggedSteps().orElse(List.of()));
        steps.add(0);
        steps.add(request.steps());
        for (int i = 0; request.loggedSteps().isEmpty() && i < request.points(); i++) {
            double share = (double) i / (request.points() - 1);
            steps.add((int) Math.round(Math.pow(request.steps() + 1.0, share) - 1));
        }
        return steps;
    }
}
