package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands. */
public enum RunStatus {
    /** A mixture, suite or base run that it names is not ready yet. */
    @JsonProperty("waiting")
    WAITING,
    /** It could start, and waits for a free trainer. */
    @JsonProperty("queued")
    QUEUED,
    @JsonProperty("training")
    TRAINING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether nothing will follow. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
