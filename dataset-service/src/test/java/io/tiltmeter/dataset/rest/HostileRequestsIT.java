package io.tiltmeter.dataset.rest;

import io.tiltmeter.servicetest.TestOfHostileRequests;
import java.util.Map;

class HostileRequestsIT extends TestOfHostileRequests {
    HostileRequestsIT() {
        super("dataset", "-Xmx256m", Map.of());
    }
}
