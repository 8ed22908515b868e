package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.event.DatasetUpdated;
import java.util.Locale;
import java.util.Optional;

/** What this service keeps. */
public enum DatasetKind {
    /** Instruction data as it was sent. */
    SOURCE,
    /** Examples to train on. */
    MIXTURE,
    /** Items to evaluate on. */
    SUITE,
    /** Classes and losses of a source's rows. */
    LABELING;

    /** As in the table, in paths and in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As events name it; empty for what no other service uses. */
    public Optional<DatasetUpdated.Kind> published() {
        return switch (this) {
            case MIXTURE -> Optional.of(DatasetUpdated.Kind.MIXTURE);
            case SUITE -> Optional.of(DatasetUpdated.Kind.SUITE);
            case SOURCE, LABELING -> Optional.empty();
        };
    }

    static DatasetKind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
