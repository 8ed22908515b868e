package io.tiltmeter.dataset.augmentation;

import java.util.List;

/** What a row came to: its substitutes, or why there are none. */
sealed interface Cluster {
    /** As many rows as substitutes are wanted. */
    record Made(EntityType type, List<AugmentedRow> rows) implements Cluster {}

    record NotMade(SkipReason reason) implements Cluster {}
}
