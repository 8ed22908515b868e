package io.tiltmeter.trainer.rest;

import io.tiltmeter.servicetest.TestOfHostileRequests;
import java.util.Map;

class HostileRequestsIT extends TestOfHostileRequests {
    HostileRequestsIT() {
        super("trainer", "-Xmx512m", Map.of());
    }
}
