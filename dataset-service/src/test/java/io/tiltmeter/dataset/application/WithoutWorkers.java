package io.tiltmeter.dataset.application;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** A service that does no work itself: a test starts a worker when it wants one, or counts statements. */
public final class WithoutWorkers implements QuarkusTestProfile {
    /** Short, so that work is soon taken over. */
    static final Map<String, String> WORK = Map.of(
            "tiltmeter.work.lease", "800ms",
            "tiltmeter.work.poll", "50ms",
            "tiltmeter.work.most-failures", "5",
            "tiltmeter.work.first-back-off", "50ms",
            "tiltmeter.work.longest-back-off", "200ms");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(WORK);
        settings.put("tiltmeter.work.workers", "0");
        // Measurements are never overdue: requesting them again would be counted.
        settings.put("tiltmeter.datasets.ask-again-after", "1h");
        return settings;
    }
}
