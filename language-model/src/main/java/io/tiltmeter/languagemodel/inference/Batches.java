package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Takes rows through the model batch by batch; each batch has memory of its own, and is halved where that does not suffice. */
final class Batches {

    private final NDManager memory;
    private final HalvedBatches halved = new HalvedBatches();

    Batches(NDManager memory) {
        this.memory = memory;
    }

    /** One batch's work. @param <R> a row @param <T> its result */
    interface Work<R, T> {
        List<T> on(NDManager callMemory, R[] batch);
    }

    /** Results in the order of the rows. @param places of the rows of each batch, the shortest first */
    <R, T> List<T> run(R[] rows, List<int[]> places, Work<R, T> work) {
        List<T> results = new ArrayList<>(Collections.nCopies(rows.length, null));
        for (int[] group : places) {
            R[] batch = Arrays.copyOf(rows, group.length);
            Arrays.setAll(batch, at -> rows[group[at]]);
            List<T> found = halved.run(batch, part -> {
                try (NDManager callMemory = memory.newSubManager()) {
                    return work.on(callMemory, part);
                }
            });
            for (int at = 0; at < group.length; at++) {
                results.set(group[at], found.get(at));
            }
        }
        return results;
    }

    /** Batches cut in two so far. */
    long halved() {
        return halved.count();
    }
}
