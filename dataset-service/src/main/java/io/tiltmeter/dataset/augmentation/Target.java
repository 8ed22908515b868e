package io.tiltmeter.dataset.augmentation;

import java.util.Optional;

/** What is to be replaced in a row, or why nothing can be. */
sealed interface Target {
    /** The texts and the names of the entity that the answer tells of, with those that the context adds. */
    record Found(RowTexts texts, EntityNames names) implements Target {
        @Override
        public Optional<Found> found() {
            return Optional.of(this);
        }
    }

    record None(SkipReason reason) implements Target {
        @Override
        public Optional<Found> found() {
            return Optional.empty();
        }
    }

    Optional<Found> found();
}
