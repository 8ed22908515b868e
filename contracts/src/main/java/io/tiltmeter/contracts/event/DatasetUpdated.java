package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.Id;
import java.time.Instant;

/**
 * A mixture or suite was accepted and is being built, or could not be built. That it is ready is announced by
 * {@link MixtureReady} or {@link SuiteReady}. Key: the dataset id.
 *
 * @param datasetId the mixture's or suite's id
 * @param kind which of the two it is
 * @param status building or failed
 * @param reason why it failed; empty while it is being built
 * @param updatedAt when
 */
public record DatasetUpdated(String datasetId, Kind kind, Status status, String reason, Instant updatedAt) {
    /** What is built. */
    public enum Kind {
        @JsonProperty("mixture")
        MIXTURE,
        @JsonProperty("suite")
        SUITE
    }

    /** How far it is. */
    public enum Status {
        @JsonProperty("building")
        BUILDING,
        @JsonProperty("failed")
        FAILED
    }

    public DatasetUpdated {
        Id.checked("dataset id", datasetId);
    }
}
