package io.tiltmeter.evaluator.evaluation;

import java.util.List;

/** Where readings are kept while a suite is being read, so that another attempt goes on where this one ended. */
public interface Kept {
    /** What earlier attempts kept, in any order. */
    List<ItemReading> earlier();

    /** Keeps the readings of one batch; they may be committed together with those of the next. */
    void keep(List<ItemReading> batch);

    /** Keeps nothing: for reading outside a service. */
    static Kept nothing() {
        return new Kept() {
            @Override
            public List<ItemReading> earlier() {
                return List.of();
            }

            @Override
            public void keep(List<ItemReading> batch) {}
        };
    }
}
