package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the live warning of a run and suite stands. The results-service's {@code WarningRule} says when it moves. */
public enum WarningState {
    /** Smoothed counterfactual accuracy is near its best, or there is too little to smooth. */
    @JsonProperty("none")
    NONE,
    /** It lies well below its best, and not yet for long enough. */
    @JsonProperty("watch")
    WATCH,
    /** It has been well below its best for long enough. */
    @JsonProperty("inverted")
    INVERTED,
    /** It was inverted, and has been near its best again for long enough. */
    @JsonProperty("recovered")
    RECOVERED
}
