package io.tiltmeter.trainer.application;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A trainer that does no work itself, and publishes only what it writes itself: a test trains in processes of its own, or
 * counts statements.
 */
public final class WithoutWorkers implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("tiltmeter.work.workers", "0", "tiltmeter.outbox.safety-net", "1h");
    }
}
