package io.tiltmeter.servicekit;

import io.tiltmeter.contracts.event.DatasetUpdated;
import java.time.Instant;

/** Events for tests of the plumbing, which does not care what they say. */
public final class Samples {
    private Samples() {}

    public static DatasetUpdated datasetUpdated(String id) {
        return new DatasetUpdated(
                id,
                DatasetUpdated.Kind.MIXTURE,
                DatasetUpdated.Status.BUILDING,
                "",
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
