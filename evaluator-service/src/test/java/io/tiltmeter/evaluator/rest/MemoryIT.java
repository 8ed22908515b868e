package io.tiltmeter.evaluator.rest;

import io.tiltmeter.servicetest.TestOfMemory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class MemoryIT extends TestOfMemory {
    private static final String JSON = "application/json";

    MemoryIT() {
        super("evaluator", "-Xmx512m", Map.of("tiltmeter.checkpoints.suite-timeout", "0s"));
    }

    @Override
    protected List<Large> prepare(URI service) throws Exception {
        Path unknown = unknownFields();
        return List.of(
                Large.send(16, "/api/v1/rescorings", JSON, unknown),
                Large.send(16, "/api/v1/checkpoints", JSON, unknown));
    }

    @Override
    protected String normalRead() {
        return "/api/v1/evaluations";
    }
}
