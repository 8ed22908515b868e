package io.tiltmeter.dataset.augmentation;

import java.util.List;

/** Where substitutes come from. */
public sealed interface EntitySource {
    /** Entities that are recognised in the rows themselves. */
    record OwnRows() implements EntitySource {}

    /**
     * These and no others. They are also recognised in rows, in addition to those recognised without a table.
     *
     * @param entities at least two
     */
    record Table(List<Entity> entities) implements EntitySource {
        public Table {
            entities = List.copyOf(entities);
            if (entities.size() < 2) {
                throw new IllegalArgumentException("a table of " + entities.size()
                        + " entities is below 2: one of them replaces another; send more, or use the rows' own");
            }
        }
    }
}
