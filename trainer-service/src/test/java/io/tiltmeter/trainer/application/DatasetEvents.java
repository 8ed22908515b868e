package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.DatasetUpdated.Status;
import java.time.Instant;

/** Events of datasets that are being built, or have failed. */
final class DatasetEvents {
    private DatasetEvents() {}

    static DatasetUpdated mixture(String id) {
        return new DatasetUpdated(id, Kind.MIXTURE, Status.BUILDING, "", Instant.now());
    }

    static DatasetUpdated suite(String id) {
        return new DatasetUpdated(id, Kind.SUITE, Status.BUILDING, "", Instant.now());
    }

    static DatasetUpdated failedMixture(String id, String reason) {
        return new DatasetUpdated(id, Kind.MIXTURE, Status.FAILED, reason, Instant.now());
    }
}
