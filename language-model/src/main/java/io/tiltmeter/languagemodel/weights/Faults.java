package io.tiltmeter.languagemodel.weights;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, all of it at once; of very many faults the first ones and their number. */
final class Faults {

    /** A report longer than this is read by nobody. */
    static final int MOST = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String fault) {
        count++;
        if (first.size() < MOST) {
            first.add(fault);
        }
    }

    long count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    List<String> texts() {
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
