package io.tiltmeter.evaluator.application;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service under test accepts and shows; {@link Replicas} do its work and publish its events. */
public final class WithoutWorkers implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("tiltmeter.work.workers", "0", "tiltmeter.outbox.safety-net", "1h");
    }
}
