package io.tiltmeter.trainer.rest;

import io.tiltmeter.servicetest.TestOfMemory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class MemoryIT extends TestOfMemory {
    private static final String JSON = "application/json";

    MemoryIT() {
        super("trainer", "-Xmx512m", Map.of());
    }

    @Override
    protected List<Large> prepare(URI service) throws Exception {
        Path unknown = unknownFields();
        return List.of(Large.send(16, "/api/v1/runs", JSON, unknown), Large.send(16, "/api/v1/studies", JSON, unknown));
    }

    @Override
    protected String normalRead() {
        return "/api/v1/runs";
    }
}
