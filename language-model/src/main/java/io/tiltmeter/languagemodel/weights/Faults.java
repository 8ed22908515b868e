package io.tiltmeter.languagemodel.weights;

import java.util.ArrayList;
import java.util.List;

/** The faults of a file; of very many the first ones and the number of the others. */
public final class Faults {

    /** Faults that are reported. */
    static final int MAX_REPORTED = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    public void add(String fault) {
        count++;
        if (first.size() < MAX_REPORTED) {
            first.add(fault);
        }
    }

    long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>(first);
        if (count > first.size()) {
            texts.add("and " + (count - first.size()) + " more faults");
        }
        return texts;
    }

    @Override
    public String toString() {
        return String.join("; ", texts());
    }
}
