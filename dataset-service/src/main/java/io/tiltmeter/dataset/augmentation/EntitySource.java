package io.tiltmeter.dataset.augmentation;

import java.util.List;

/** Where substitutes come from. */
public sealed interface EntitySource {
    /** What is recognised in the rows themselves. */
    record OwnRows() implements EntitySource {}

    /**
     * These and no others. They are recognised in rows too, in addition to what is recognised without them.
     *
     * @param entities at least two
     */
    record Table(List<Entity> entities) implements EntitySource {
        public Table {
            entities = List.copyOf(entities);
            if (entities.size() < 2) {
                throw new IllegalArgumentException(
                        "a table of " + entities.size()
                                + " entities is below 2: one of them has to stand in for another; give more, or use the rows' own");
            }
        }
    }
}
