package io.tiltmeter.results.rest;

import io.tiltmeter.servicetest.TestOfHostileRequests;
import java.util.Map;

class HostileRequestsIT extends TestOfHostileRequests {
    HostileRequestsIT() {
        super("results", "-Xmx512m", Map.of());
    }
}
