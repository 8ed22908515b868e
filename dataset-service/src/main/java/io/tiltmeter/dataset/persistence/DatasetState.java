package io.tiltmeter.dataset.persistence;

/** How far a dataset is. */
public sealed interface DatasetState {
    /** In lower case, as in the table and in answers. */
    String status();

    /** Accepted: its artifacts are not whole yet. */
    record Building() implements DatasetState {
        @Override
        public String status() {
            return "building";
        }
    }

    /**
     * Its artifacts are whole.
     *
     * @param result what was built, as JSON; its form is that of the kind
     */
    record Ready(String result) implements DatasetState {
        @Override
        public String status() {
            return "ready";
        }
    }

    /**
     * It could not be built.
     *
     * @param reason why the last attempt failed
     */
    record Failed(String reason) implements DatasetState {
        @Override
        public String status() {
            return "failed";
        }
    }
}
