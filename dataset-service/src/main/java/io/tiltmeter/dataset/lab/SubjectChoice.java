package io.tiltmeter.dataset.lab;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws subjects by weight. */
final class SubjectChoice {
    private final List<Subject> subjects;
    private final double[] upTo;

    /**
     * A choice among these subjects.
     *
     * @param weight of a subject, above 0
     */
    SubjectChoice(List<Subject> subjects, ToDoubleFunction<Subject> weight) {
        this.subjects = subjects;
        upTo = new double[subjects.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += weight.applyAsDouble(subjects.get(i));
            upTo[i] = sum;
        }
    }

    Subject draw(Draws draws) {
        int found = Arrays.binarySearch(upTo, draws.fraction() * upTo[upTo.length - 1]);
        // A weight's range begins at the sum of those before it, and ends before its own.
        return subjects.get(Math.min(found < 0 ? -found - 1 : found + 1, upTo.length - 1));
    }
}
