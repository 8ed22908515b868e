package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.WorkItem;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The status of a piece of work, in the words of the REST interface. */
public enum WorkStatus {
    /** For a free replica, or for the pause after a failure. */
    @JsonProperty("waiting")
    WAITING(WorkItem.Status.READY),
    @JsonProperty("running")
    RUNNING(WorkItem.Status.LEASED),
    @JsonProperty("done")
    DONE(WorkItem.Status.DONE),
    /** Too often: it can be retried. */
    @JsonProperty("failed")
    FAILED(WorkItem.Status.FAILED),
    @JsonProperty("withdrawn")
    WITHDRAWN(WorkItem.Status.WITHDRAWN);

    private final WorkItem.Status work;

    WorkStatus(WorkItem.Status work) {
        this.work = work;
    }

    public WorkItem.Status work() {
        return work;
    }

    /** The status of this name; empty if there is none. */
    static Optional<WorkStatus> named(String name) {
        return Arrays.stream(values()).filter(s -> s.text().equals(name)).findFirst();
    }

    public static WorkStatus of(WorkItem.Status work) {
        return Arrays.stream(values())
                .filter(s -> s.work == work)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("work status " + work + " has no name here"));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The answer to a retry of work that has not failed. @param work such as {@code evaluation <id>} */
    Conflict notFailed(String work) {
        return new Conflict(work + " is " + text() + "; only a failed one can be retried");
    }
}
