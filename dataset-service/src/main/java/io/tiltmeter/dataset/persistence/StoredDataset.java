package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A dataset as the table has it.
 *
 * @param id unique among all kinds
 * @param kind what it is
 * @param named its name and version, if it is a version of what was sent
 * @param recipe what it is made from, as JSON, with every default filled in
 * @param recipeSha256 identifies the recipe
 * @param state its status, with what belongs to it
 * @param progress of its build
 * @param createdAt when it was accepted
 * @param updatedAt when its state last changed
 */
public record StoredDataset(
        String id,
        Kind kind,
        Optional<VersionedName> named,
        String recipe,
        String recipeSha256,
        State state,
        Progress progress,
        Instant createdAt,
        Instant updatedAt) {
    /** What this service keeps. */
    public enum Kind {
        /** Instruction data as it was sent. */
        SOURCE,
        /** Examples to train on. */
        MIXTURE,
        /** Items to evaluate on. */
        SUITE,
        /** Classes and losses of a source's rows. */
        LABELING;

        /** As in the table, in paths and in responses. */
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
    }

    /** The status of a dataset, with what belongs to it. */
    public sealed interface State {
        /** In lower case, as in the table and in responses. */
        default String status() {
            return getClass().getSimpleName().toLowerCase(Locale.ROOT);
        }
    }

    /** Accepted: its artifacts are not whole yet. */
    public record Building() implements State {}

    /**
     * Its artifacts are whole.
     *
     * @param result what was built, as JSON of a {@link BuiltDataset}
     */
    public record Ready(String result) implements State {}

    /**
     * It could not be built.
     *
     * @param reason why the last attempt failed
     */
    public record Failed(String reason) implements State {}

    /**
     * A name whose content may change, and which of its versions.
     *
     * @param name as it was sent
     * @param version from 1, without gaps
     */
    public record VersionedName(String name, int version) {
        /** The id of this version, such as {@code alpaca.v1}. */
        public String id() {
            return name + ".v" + version;
        }
    }

    /**
     * The progress of a build.
     *
     * @param rowsDone so far; how many there will be is not known before the end
     */
    public record Progress(long rowsDone) {}

    public boolean isReady() {
        return state instanceof Ready;
    }

    public boolean isBuilding() {
        return state instanceof Building;
    }

    /** Why it could not be built, if so. */
    public Optional<String> reason() {
        return state instanceof Failed failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    /** What it is made from. */
    public <T> T recipe(Class<T> type) {
        return parse(recipe, type);
    }

    /** What was built, if it is ready. */
    public <T extends BuiltDataset> Optional<T> built(Class<T> type) {
        return state instanceof Ready ready ? Optional.of(parse(ready.result(), type)) : Optional.empty();
    }

    private <T> T parse(String json, Class<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException("the stored row of " + kind.label() + " " + id + " is damaged", e);
        }
    }
}
