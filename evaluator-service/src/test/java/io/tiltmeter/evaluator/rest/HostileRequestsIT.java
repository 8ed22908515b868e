package io.tiltmeter.evaluator.rest;

import io.tiltmeter.servicetest.TestOfHostileRequests;
import java.util.Map;

class HostileRequestsIT extends TestOfHostileRequests {
    HostileRequestsIT() {
        super("evaluator", "-Xmx512m", Map.of("tiltmeter.checkpoints.suite-timeout", "0s"));
    }
}
